"""The rules of registration: pure, total, and every refusal with its reason and article."""
