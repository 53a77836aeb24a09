"""Lists that the law changes: types of incidents, channels, results, articles, purposes, holidays. Dated data."""
