"""The pages of documentation; `python -m docs` writes those that are made from the program."""
