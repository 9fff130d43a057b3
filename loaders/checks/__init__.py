"""What is found by comparing: answers with one another, rows with rows, files with files.

Every rule stands in data/reference/rules.csv with its level and its words; limits and skips are data too. A check
only marks: no answer is dropped or changed for what it finds.
"""
