"""Case imports: a unit's paper book of incidents, or of requests with their lines, as kinds of lists to be imported.

`rules` says what the columns mean, `schemas` reads cells, `planner` puts rows together to cases and checks them,
`writer` writes them, marked as taken over. The machine that shows, applies and undoes lists stands in `imports`.
"""
