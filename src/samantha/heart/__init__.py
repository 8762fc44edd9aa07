"""What she takes from him, how she is, and how the one moves the other; no model is asked."""
