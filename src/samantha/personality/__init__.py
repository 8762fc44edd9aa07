"""Who she is: her persona and her name, computed and never remembered here."""
