"""The core's answers as Rich renderables. Nothing here prints; a user's text enters as Text."""
