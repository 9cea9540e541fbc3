"""What is true of a chronology: pure code, the standard library only, no clock, no files."""
