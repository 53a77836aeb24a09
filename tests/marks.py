"""Marks that tests of several folders carry, and how much they are to try."""

import os

import pytest

ALL = bool(os.environ.get("FUZZ"))  # in `make fuzz`: all that there is to send, where else a part must do
EVERY_CASE = bool(os.environ.get("WALK"))  # in `make walk`: each page as every role, each button in every state

# For long walks over what no database can change: who may enter, which buttons stand on a page. What the database
# itself may answer otherwise, every test asks of both; `make walk` asks both of the walks too.
DATABASES = ["sqlite", "postgresql"]
OF_A_WALK = DATABASES if EVERY_CASE else DATABASES[:1]
on_one_database = pytest.mark.parametrize("database_url", OF_A_WALK, indirect=True)
