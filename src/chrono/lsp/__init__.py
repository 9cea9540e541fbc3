"""The language server for text editors, `chrono lsp`."""
