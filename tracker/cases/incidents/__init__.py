"""Incidents: what happened, where and when, and how it ended. The reason every request for footage must have."""
