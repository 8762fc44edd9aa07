"""The nouns: frozen values that every room speaks in; no input or output, no clock."""
