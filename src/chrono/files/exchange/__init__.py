"""Exchange formats: one module for each, and their registry."""
