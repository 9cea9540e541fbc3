"""The logic of a chronology: pure code with the standard library, but without clock or files."""
