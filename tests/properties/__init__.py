"""Laws that hold for whatever is put in."""
