"""Her manner, trained: the dialogues and the program that makes an adapter of them."""
