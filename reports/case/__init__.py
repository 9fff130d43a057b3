"""The document of a good case (优良案例), held against what its notice asks."""
