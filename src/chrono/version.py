"""The version of chrono. This module imports nothing, so that all other modules can import it."""

__version__ = "0.2.0"
