"""Label sets of other tools, and our own scheme files: one file a source."""
