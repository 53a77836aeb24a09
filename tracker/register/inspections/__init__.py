"""Rounds of inspection by area: a list of cameras walked past with a phone, one tap each."""
