"""The commands of chrono, each in its own module."""
