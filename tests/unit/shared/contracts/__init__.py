"""Tests of the parts of shared.contracts."""
