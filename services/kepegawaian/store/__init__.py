"""All SQL of the service. Every function works on the connection of the caller's transaction."""
