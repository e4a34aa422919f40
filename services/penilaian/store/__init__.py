"""All SQL of the scoring service: what comes in, score files, closing, and what is read."""
