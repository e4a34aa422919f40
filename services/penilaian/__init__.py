"""Scoring: takes the test results, makes the list for the SKB, integrates and ranks."""
