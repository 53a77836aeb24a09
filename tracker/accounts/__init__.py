"""Accounts: who signs in, in which role, for which ward; sessions that really end; tokens for programs.

It does not decide what a role may do: that is access.py.
"""
