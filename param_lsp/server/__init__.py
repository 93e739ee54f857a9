"""The language server: handlers of a few lines around pygls; nobody else knows the protocol."""
