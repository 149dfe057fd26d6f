"""Tables of articles: CSV, spreadsheets, JSON, Parquet."""
