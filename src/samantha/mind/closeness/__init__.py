"""What he says of the two of them: answered kindly and truly, in words that are written."""
