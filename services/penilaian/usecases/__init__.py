"""What can happen to the scoring service: inputs arrive, files are taken, stages are closed, kelompok are decided."""
