"""Tokens with tags in columns (CoNLL-2003, BIO, BIOES, BILUO): one reader, four ways to write."""
