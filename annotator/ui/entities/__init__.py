"""The entity register in the window."""
