"""Owners: whose cameras they are, and what they consented to. Names and contacts are sealed; each reading is logged."""
