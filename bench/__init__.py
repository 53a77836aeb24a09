"""Measuring at the size of a large city: registers made up for it, and how long things take on them."""
