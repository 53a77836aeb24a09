"""Reassignment: whose work a case is from now on: one incident, or all that somebody has open, goes to a colleague."""
