"""Moves: what a change of wards does to cameras and what hangs on them.

Whole successions move by themselves; split ones wait for a person. Nothing is guessed.
"""
