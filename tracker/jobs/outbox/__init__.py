"""Outbox: what is to leave the process, kept with what it tells of, and delivered at least once afterwards."""
