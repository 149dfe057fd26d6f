"""The marked article outside the window: on paper, as PDF, SVG or a web page, on the clipboard."""
