"""Tests of what crosses a border: envelope, schemas, samples, catalogue."""
