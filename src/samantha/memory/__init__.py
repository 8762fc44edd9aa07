"""What she keeps: everything said, what he told of himself, a gist of what is older, and recall."""
