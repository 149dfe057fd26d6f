"""Machine proposals, never applied unasked: one source a file."""
