"""Audit: who did what, who looked, and who was refused. Append-only, each row chained to the one before.

It does not judge what it records, and no other package reads it but to show a thing's own history.
"""
