"""One SQLite file is one project; the only package that knows SQL."""
