"""Docs: the JSON API described for people, from the OpenAPI document and our own files."""
