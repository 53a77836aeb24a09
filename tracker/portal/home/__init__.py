"""Home: what waits for this person, by role. It only reads."""
