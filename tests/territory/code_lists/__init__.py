"""Lists that the law changes."""
