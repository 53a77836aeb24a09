"""Search: one box for codes, names, addresses, owners where permitted, incidents and requests."""
