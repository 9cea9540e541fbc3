"""The rules of a chronology: pure code that uses only the standard library, no clock, no files."""
