"""Steps from older versions of the tables to the present one, each literal and frozen."""
