"""How the platform is started: the embedded stack and the rehearsal."""
