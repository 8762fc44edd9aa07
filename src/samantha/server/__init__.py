"""The front door: her page, the live protocol, plain HTTP, and the doors for other programs."""
