"""When she may speak first: a closed list of reasons, and gates that each can say no."""
