"""Results of the core as Rich renderables. Nothing here prints."""
