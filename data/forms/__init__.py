"""The campaign's printed forms: their grids and wording, for the samples and for templates to fill in."""
