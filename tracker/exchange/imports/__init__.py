"""Imports: camera lists from spreadsheets, tried out before they are written, and undone as a whole.

From below: `tables` turns bytes into a table, `schemas` turns the table into rows of checked values, `planner` says
what each row would do to the register, `plan_writer` writes it. `pages` serve people, `tasks` long lists,
`commands` the command line.
"""
