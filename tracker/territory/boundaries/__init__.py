"""Boundaries: outlines of wards that the operator loaded, and which ward a place lies in."""
