"""Measurements as reports, never as tests: `make bench`. Every figure stands beside its bare twin from the same run."""
