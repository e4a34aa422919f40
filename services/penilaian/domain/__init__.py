"""The rules of scoring: total functions over frozen values; every decision comes with its reasons and articles."""
