"""The outside world, one file a client; none knows another."""
