"""The emotions in his words: what the small reader is trained on, and the program that does it."""
