"""Equal mentions: marked together, in the open article or in the whole project."""
