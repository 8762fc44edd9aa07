"""His days: what is when, what collides, what is free, and how that is said."""
