"""Recorders: devices that keep footage for some days, with clocks that are seldom right."""
