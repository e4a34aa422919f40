"""What stands in for a keeper of wrapping keys."""
