"""Places: installation points, where one or several cameras hang."""
