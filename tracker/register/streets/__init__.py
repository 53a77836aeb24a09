"""Streets: what the names of the register's places say of a town, and how to draw that."""
