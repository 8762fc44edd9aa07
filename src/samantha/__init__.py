"""Samantha: a personal companion that lives on her person's own machine."""

__version__ = "0.1.0"
