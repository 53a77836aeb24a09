"""Marks that tests of several folders carry."""

import pytest

# For long walks over what no database can change: who may enter, which buttons stand on a page. What the database
# itself may answer otherwise, every test asks of both.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
