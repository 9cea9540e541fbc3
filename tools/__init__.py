"""What is run by those who work on chrono, and is no part of it."""
