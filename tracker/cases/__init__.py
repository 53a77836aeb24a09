"""Cases: incidents, the search for cameras that could have seen them, requests for footage."""
