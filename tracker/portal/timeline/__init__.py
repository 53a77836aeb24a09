"""Logbook: a camera's notes and its whole history in one timeline."""
