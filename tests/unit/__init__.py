"""What a single piece promises, without the world outside."""
