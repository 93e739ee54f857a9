"""The command line: check, summary, hints, explain, …; nothing here loads the language server."""
