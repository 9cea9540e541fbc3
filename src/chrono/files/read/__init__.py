"""Read files into a ledger, or collect all problems in them."""
