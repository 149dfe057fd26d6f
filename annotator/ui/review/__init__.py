"""Reviewing: the queue of disagreements, the article with a lane each, deciding."""
