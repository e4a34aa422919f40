"""The embedded stack itself."""
