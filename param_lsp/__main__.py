"""`python -P -m param_lsp`: the language server; with words behind it, the command line."""

import sys

from param_lsp.main import main

if __name__ == "__main__":
    if len(sys.argv) == 1 or sys.argv[1].startswith(("--tcp", "--stdio")):
        sys.argv.insert(1, "server")
    sys.exit(main())
