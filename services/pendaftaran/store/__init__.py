"""All SQL of registration. Functions take the connection of the open transaction; rules are never decided here."""
