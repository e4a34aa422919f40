"""penempatan: who has which seat, and what becomes of a seat that somebody leaves."""
