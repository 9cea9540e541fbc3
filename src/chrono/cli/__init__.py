"""The command line: options become a query, whose result goes to a view or a format."""
