"""What stands in front of the pages: the server, the addresses beside them, and whose turn it is."""
