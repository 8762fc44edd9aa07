"""From an utterance to a reply: what is on her mind, how it is put to a model, what may be said."""
