"""Core: database, permissions, clock, text. It knows no other part of the application."""
