"""Care: danger in his words is heard, and answered so that no model can get it wrong."""
