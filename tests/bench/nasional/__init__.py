"""The rules at national size, in memory: `python -m tests.bench.nasional`; writes docs/bench/nasional.md."""
