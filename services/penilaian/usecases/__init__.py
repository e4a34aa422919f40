"""Use cases of scoring: inputs arrive, files are taken, stages are closed, kelompok are decided and corrected."""
