"""Import a table, a calendar or another ledger.

The rules turn each row into an entry, and `files.write.three_way` merges the entries with the
ledger and with the last import of the same file.
"""
