"""Owners: whose cameras they are, and what they consented to. Names and contacts are sealed; each reading is logged.

Their pages are in the room consents, which knows their cameras too.
"""
