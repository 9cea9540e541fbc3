"""Import the rows of another program into a ledger: rules, mapping and matching."""
