"""Tests by kind: a folder is a category."""
