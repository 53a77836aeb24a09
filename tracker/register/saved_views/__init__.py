"""Filters: saved filters of a list (own, the unit's, everyone's), and the columns that a person chose."""
