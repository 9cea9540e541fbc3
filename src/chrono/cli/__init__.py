"""The command line: turn options into a query, and write the result as a view or in a format."""
