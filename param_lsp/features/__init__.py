"""What an editor shows, as plain data: nothing here knows of the language server protocol or of Python's syntax."""
