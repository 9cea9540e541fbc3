"""The language server for editors, `chrono lsp`."""
