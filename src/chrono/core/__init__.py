"""The logic of a chronology. It uses only the standard library, and neither the clock nor files."""
