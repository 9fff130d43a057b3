"""The sample inbox: files of invented firms, laid out as bureaus and certification bodies send theirs."""
