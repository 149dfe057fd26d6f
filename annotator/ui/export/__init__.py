"""Handing out training data."""
