"""An article as a web page: standalone, escaped, without script, readable without colour."""
