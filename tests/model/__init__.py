"""What only the real language model can show."""
