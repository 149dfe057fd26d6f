"""Training data as learning programs take it: their columns, records and dataset card."""
