"""Consents: owners together with their cameras, and what becomes of these when a consent is withdrawn.

The faces of owners live here, because owners themselves do not know cameras.
"""
