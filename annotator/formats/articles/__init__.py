"""Formats that bring articles: text and metadata in. Each module here holds one ``FORMAT``."""
