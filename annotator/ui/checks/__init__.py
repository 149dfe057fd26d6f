"""The scheme's soft rules while working: a calm count, and a list that opens each passage."""
