"""What libraries outside the workspace do to values; one file a library."""
