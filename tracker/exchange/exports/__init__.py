"""Exports: the register as a file that imports back unchanged."""
