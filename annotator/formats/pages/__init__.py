"""Saved web pages: what the readers of HTML, MHTML, EPUB, mail and feeds share."""
