"""Commands of operators: the move into the vault."""
