"""Issuers as they really are."""
