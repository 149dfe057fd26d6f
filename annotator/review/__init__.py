"""Comparing annotators: what they agree on, how much, and what an adjudicator makes of it."""
