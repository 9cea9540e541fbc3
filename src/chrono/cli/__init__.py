"""The command line: flags to a query, the query to the core, the answer to a view or a format."""
