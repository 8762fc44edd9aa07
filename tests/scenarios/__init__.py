"""Whole stretches of life with her, through the real parts."""
