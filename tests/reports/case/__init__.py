"""The document of a good case, held against what its notice asks."""
