"""Finder: which cameras could have seen a scene, best first, each with the rule that matched.

It only reads; asking for the footage is done in `extractions`.
"""
