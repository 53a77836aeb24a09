"""Portal: pages that look into every area: home, search, timeline, audit, API documentation."""
