"""The version of chrono, and nothing else: every module may import this one."""

__version__ = "0.1.0"
