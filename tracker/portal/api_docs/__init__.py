"""Docs: the JSON face described for people, from the OpenAPI document and our own files."""
