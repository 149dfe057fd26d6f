"""Formats of annotated articles, both ways. Each module here holds one ``FORMAT``."""
