"""Tests on real Kafka and PostgreSQL."""
