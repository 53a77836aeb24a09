"""Territory: wards with their dates and successions, and the outlines of wards."""
