"""The side door: the terminal."""
