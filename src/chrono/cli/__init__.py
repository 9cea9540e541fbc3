"""The command line: make a query from options, and write the result in a view or a format."""
