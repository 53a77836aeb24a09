"""Hand-overs: what was handed over for a line, and whether what came is what was handed over."""
