"""Exports of news databases: one file holds many articles, each with its facts in words."""
