"""Who may do what on the bus: derived from the catalogue and the agencies' files, applied to a cluster, and checked (docs/grants.md)."""
