"""Use cases of PPPK: points arrive, the ranking is closed and corrected."""
