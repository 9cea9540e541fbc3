"""Find, read, write and exchange ledgers."""
