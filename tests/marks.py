"""Marks that tests of several folders carry, and how much they are to try."""

import os

import pytest

ALL = bool(os.environ.get("FUZZ"))  # in `make fuzz`: all that there is to send, where else a part must do

# For long walks over what no database can change: who may enter, which buttons stand on a page. What the database
# itself may answer otherwise, every test asks of both.
on_one_database = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
