"""Measuring how fast the app is at the size of a city and of the country, on both databases, beside what bounds it."""
