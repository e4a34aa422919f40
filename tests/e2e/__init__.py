"""Whole seasons through the front doors."""
