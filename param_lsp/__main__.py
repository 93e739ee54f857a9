"""`python -P -m param_lsp`: the language server; with words behind it, the command line."""

import sys

from param_lsp.main import leave_out_working_folder, main

if __name__ == "__main__":
    leave_out_working_folder()  # without -P, Python has put it first on the path
    is_command = len(sys.argv) > 1 and not sys.argv[1].startswith(("--tcp", "--stdio"))
    sys.exit(main(sys.argv[1:] if is_command else ["server", *sys.argv[1:]]))
