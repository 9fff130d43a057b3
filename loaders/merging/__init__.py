"""The statements that make the relations of a version from staged rows, a module for each noun."""
