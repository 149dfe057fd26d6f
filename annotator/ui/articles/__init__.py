"""The list of articles, and bringing new ones in."""
