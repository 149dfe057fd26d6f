"""The native training data, JSON Lines: what a line holds, reading it, writing it."""
