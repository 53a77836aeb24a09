"""Attachments: files that belong to an incident, read by whoever may read the incident."""
