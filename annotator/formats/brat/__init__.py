"""brat standoff: the lines of an .ann file, reading them, and writing them back."""
