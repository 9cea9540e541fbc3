"""The version of chrono. This module imports nothing, so that every other module can use it."""

__version__ = "0.2.0"
