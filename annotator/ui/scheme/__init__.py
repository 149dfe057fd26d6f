"""The Scheme room: labels, attributes, relations, and safe changes of them."""
