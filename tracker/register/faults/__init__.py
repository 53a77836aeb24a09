"""Upkeep: faults of cameras and recorders until their repair; what is declared against what works."""
