"""Figures of speed and size. Every module here with a function `figures` is run."""
