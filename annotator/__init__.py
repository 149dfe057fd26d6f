"""Annotator: mark who commits to what, and where, in the news."""

__version__ = "0.1.0"
