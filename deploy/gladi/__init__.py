"""The rehearsal: plays a whole selection season from a seed, through the front doors only."""
