"""The four services; each has the same rooms and none imports another."""
