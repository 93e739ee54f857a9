#!/usr/bin/env bash
# The extension for VS Code: its types and style, its .vsix, its tests on Node, and its tests inside a real VS Code.
#
#   .ci/vscode.sh PYTHON FOLDER      PYTHON has pip, for the bundle; VS Code is installed into FOLDER
#
# Ends with a line as pytest's, "N passed, N failed". The server is run by python3 on PATH, or by what $PYTHON names.
set -uo pipefail
cd "$(dirname "$0")/../vscode-extension"
export PARAM_LINT_VSCODE=$2 PYTHON=${PYTHON:-python3}
passed=0 failed=0

must() { # must COMMAND… : without it, nothing that follows can be told
  local begin=$SECONDS
  if "$@"; then
    passed=$((passed + 1))
    echo "ok      ${*: -2} ($((SECONDS - begin)) s)"
  else
    echo "FAILED  $*"
    echo "$passed passed, 1 failed"
    exit 1
  fi
}

counted() { # counted COMMAND… : prints "N passed, N failed in …" somewhere near its end
  local line
  "$@" | tee "$PARAM_LINT_VSCODE/log"
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$PARAM_LINT_VSCODE/log" | tail -n 1)
  passed=$((passed + $(cut -d' ' -f1 <<<"${line:-0 passed, 1 failed}")))
  failed=$((failed + $(cut -d' ' -f3 <<<"${line:-0 passed, 1 failed}")))
}

on_node() { # the tests that need no VS Code
  npm test --silent | tee "$PARAM_LINT_VSCODE/node"
  echo "$(grep -oP '^# pass \K\d+' "$PARAM_LINT_VSCODE/node") passed, $(grep -oP '^# fail \K\d+' "$PARAM_LINT_VSCODE/node") failed on Node"
}

browser() { # Chromium, and a font with Σ
  [ -x /usr/bin/chromium ] && return
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
}

mkdir -p "$PARAM_LINT_VSCODE"
must npm ci --ignore-scripts --loglevel=error
must npm run --silent check
must "$1" scripts/bundle.py
must npm run --silent package
must "$1" scripts/natives.py ./*.vsix
must "$1" scripts/bundle.py --try
counted on_node
must browser
must node scripts/vscode/install.mjs
must npm run --silent build -- --tests
counted node scripts/vscode/tests.mjs
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
