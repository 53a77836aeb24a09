"""Stock: what stood ready in a period: networks, camera eyes, the areas they were extended to. It knows no requests."""
