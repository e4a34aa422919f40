"""An archive of a season that is over: one file from which every result is computed again."""
