"""Settings, drawn from their table."""
