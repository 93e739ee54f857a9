#!/usr/bin/env bash
# Chromium, with which the tests of JupyterLab look at it; does nothing where it is installed.
set -euo pipefail

[ -x /usr/bin/chromium ] && exit 0
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
