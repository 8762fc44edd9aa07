"""Everything said, in one SQLite file."""
