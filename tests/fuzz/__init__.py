"""Requests that nobody would think of, at the doors of the four services."""
