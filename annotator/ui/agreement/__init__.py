"""Measuring agreement, and looking at what is behind each number."""
