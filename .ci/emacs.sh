#!/usr/bin/env bash
# A terminal's Emacs, 29 or later since only that draws hints: from Debian, or from its backports where it is older there.
# Does nothing where there is one. What apt knows stays as it was.
set -euo pipefail

version() { emacs --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1 || true; }

[ "$(version)" ] && [ "$(version)" -ge 29 ] && exit 0

export DEBIAN_FRONTEND=noninteractive
keys=/usr/share/keyrings/debian-archive-keyring.gpg
. /etc/os-release
apt-get update -qq
from=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Created-By: Packages' |
  awk -v suite="$VERSION_CODENAME" '$2 == suite { print $1; exit }')
sources=$(mktemp --suffix .list)
trap 'rm -f "$sources"' EXIT
chmod a+r "$sources"
echo "deb [signed-by=$keys] $from $VERSION_CODENAME-backports main" >"$sources"
apt=(apt-get -qq -o "Dir::Etc::SourceList=$sources")
if [ "$(apt-cache show --no-all-versions emacs-nox | grep -oP '^Version: (\d+:)?\K\d+')" -ge 29 ]; then
  apt-get install -y -qq --no-install-recommends emacs-nox
else
  "${apt[@]}" update
  "${apt[@]}" install -y --no-install-recommends -t "$VERSION_CODENAME-backports" emacs-nox
fi
[ "$(version)" -ge 29 ] || { echo "Emacs is $(version), wanted 29 or later"; exit 1; }
