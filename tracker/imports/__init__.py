"""Imports: a camera list as somebody keeps it, read, matched to the register, tried out, and applied whole or not at all."""
