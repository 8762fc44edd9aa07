"""What she does for him: requests understood by rules, under his consent, in plain words."""
