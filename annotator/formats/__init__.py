"""File formats: each is one value in one file, found by `registry`."""
