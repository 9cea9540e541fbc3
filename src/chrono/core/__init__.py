"""The logic of a chronology: pure functions of the standard library, without clock or files."""
