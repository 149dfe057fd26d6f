"""Word processor files: what the article readers and the news databases' readers share."""
