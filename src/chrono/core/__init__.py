"""The logic of a chronology: pure code that uses the standard library, no clock, no files."""
