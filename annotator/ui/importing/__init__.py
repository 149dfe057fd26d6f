"""The import window: what was found, looked at and mended before anything is stored."""
