"""What can be asked on the command line, a module for each family of commands; `python -m metrics` puts them together."""
