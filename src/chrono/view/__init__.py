"""Views of results, as Rich renderables. Nothing in this package prints."""
