"""The reading view: a canvas that lays out an article and shows what is marked in it."""
