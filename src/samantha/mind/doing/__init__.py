"""What he asks her to do is done by rules and said in true words; no model is asked."""
