"""Cameras: camera eyes, and whether they were alive on a day.

It does not know incidents or requests; the areas above ask it.
"""
