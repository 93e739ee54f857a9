"""What holds of the project as it is installed: imports, safety, settings, the wheel."""
