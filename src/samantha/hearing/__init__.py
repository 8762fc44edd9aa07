"""Sound becomes utterances: is it speech, is the turn over, which words, and how were they said."""
