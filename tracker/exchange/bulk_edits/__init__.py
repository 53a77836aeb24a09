"""Edits: one change to all cameras that a filter matches, with a reason, as a job, one act in the audit log."""
