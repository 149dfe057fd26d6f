"""Near-duplicates: found, compared word by word, decided on, and given one another's marks."""
