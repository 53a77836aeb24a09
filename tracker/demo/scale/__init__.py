"""Registers of the size of a city, a province, the country: made up in the database itself, the same each time."""
