"""Extractions: requests for footage against an incident, their lines (one camera, one window), custody and outcome.

The heart. A status moves only through the step tables in steps.py.
"""
