"""The exit statuses of the command; where several apply, the highest."""

FINE = 0  # nothing above information
FINDINGS = 1  # warnings or errors, or a model that cannot build
WRONG_USE = 2  # also a file or setting that cannot be read
OUR_BUG = 101
