"""The rules of the house that neither ruff, mypy nor import-linter can say."""
