"""Tests: sentences about people from a fixed cast, on SQLite and on PostgreSQL."""
