"""The command line: makes a query from options, and writes the result in a view or a format."""
