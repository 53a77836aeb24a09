"""Imports: a camera list as somebody keeps it, read, matched to the register, tried out, applied whole or not at all.

Modules of its own, from below: `files` turns bytes into a table, `schemas` turns the table into lines of checked
values, `plan` says what each line would do to the register. Pages, jobs and commands put the three together: `pages` for people,
`commands` for the command line.
"""
