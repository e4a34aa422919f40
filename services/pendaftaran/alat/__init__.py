"""Commands of operators: the wrapping keys of the vault, and the move into it."""
