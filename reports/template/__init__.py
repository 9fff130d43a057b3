"""A bureau's own Word template, filled."""
