"""Who is asking and what stands in front of the pages. For now: starting the server."""
