"""The rules from the final result to the NIP. Pure: cases in, decisions with their reasons out."""
