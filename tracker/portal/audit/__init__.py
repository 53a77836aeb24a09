"""Oversight: the audit log as the auditor reads it, and the checking of its chain. Reading the log is itself recorded.

It changes nothing, and shows no more of a thing than the log holds.
"""
