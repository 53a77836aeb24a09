"""Upkeep: faults of cameras and recorders until their repair, and rounds of inspection by area."""
