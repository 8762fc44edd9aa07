"""The one lasting conversation: who says what when, and what is kept of it."""
