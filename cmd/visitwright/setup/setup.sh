#!/usr/bin/env bash
# Installs what is missing for one purpose and fetches the pinned parts:
#
#   setup.sh build | run | test
#
# Asks Debian's packages only for what no command on the machine provides, Go and Node.js only where they are
# missing or too old. A second run finds everything in place and takes well under a second.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
purpose=${1:-build}

say() { printf '%s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }

[ "$(uname -s)" = Linux ] && [ "$(uname -m)" = x86_64 ] ||
  die "the pinned parts are for x86-64 Linux; this is $(uname -s) $(uname -m)"

# --- Debian's packages: each with the sign that it, or something as good, is already there ---------------------

missing=()
need() { # need PACKAGE... -- COMMAND...: the packages are missing where the command fails
  local packages=()
  while [ "$1" != -- ]; do packages+=("$1"); shift; done
  shift
  "$@" >/dev/null 2>&1 || missing+=("${packages[@]}")
}
compiles_c() { command -v gcc && printf '#include <stdlib.h>\n' | gcc -E -xc - ; }
python_new_enough() { python3 -c 'import sys, tomllib; assert sys.version_info >= (3, 11)'; }
zone_known() { [ -e /usr/share/zoneinfo/America/New_York ]; }
# A font for Chromium's pages; without any it draws no text at all.
has_font() { ls /usr/share/fonts/truetype/*/*.ttf; }

# One of the parts comes from Maven's repository: by Maven, or by a small client that needs these two.
maven_client() { command -v mvn || python3 -c 'import requests, lxml.etree'; }

need ca-certificates -- test -s /etc/ssl/certs/ca-certificates.crt
need python3 -- python_new_enough
need python3-pip -- python3 -m pip --version
need gcc libc6-dev -- compiles_c
need python3-requests python3-lxml -- maven_client
if [ "$purpose" != build ]; then
  need flite -- command -v flite
  need tzdata -- zone_known
fi
if [ "$purpose" = test ]; then
  need chromium -- command -v chromium
  need fonts-dejavu-core -- has_font
fi

if [ ${#missing[@]} -gt 0 ]; then
  as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "please have installed, then run this again: ${missing[*]}"
    as_root=(sudo)
  fi
  command -v apt-get >/dev/null || die "this is not Debian; please install what stands for: ${missing[*]}"
  say "Installing Debian's packages: ${missing[*]}"
  install_log=$(mktemp)
  {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -q -y \
      --no-install-recommends "${missing[@]}"
  } >"$install_log" 2>&1 </dev/null || { tail -20 "$install_log" >&2; die "apt-get could not install: ${missing[*]}"; }
  rm -f "$install_log"
fi

# PostgreSQL does not run as root. For a service that does, its database server runs as a user of its own.
if [ "$(id -u)" -eq 0 ] && command -v useradd >/dev/null && ! id visitwright >/dev/null 2>&1; then
  useradd --system --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin visitwright
fi

# --- Go and Node.js: the machine's own where new enough, else from PyPI ----------------------------------------

at_least() { # at_least HAVE WANT
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}
# The clone's own tools stand first in PATH when make calls this; the machine's are asked for without them.
PATH=${PATH//"$root/bin/tools/go/bin:"/}
PATH=${PATH//"$root/bin/tools/node/bin:"/}
PATH=$PATH:/usr/local/go/bin
mkdir -p "$root/bin/tools"

go_wanted=$(sed -n 's/^go //p' "$root/go.mod")
go_found=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null | sed 's/^go//; s/[ -].*//' || true)
if [ -n "$go_found" ] && at_least "$go_found" "$go_wanted"; then
  ln -sfn "$(GOTOOLCHAIN=local go env GOROOT)" "$root/bin/tools/go"
else
  python3 "$here/fetch.py" tool go "$root/bin/tools/go"
fi

node_wanted=22.18.0 # runs TypeScript as it is, which the browser test is written in; Vite 8 takes 20.19
node_found=$(node --version 2>/dev/null | sed 's/^v//' || true)
if [ -n "$node_found" ] && at_least "$node_found" "$node_wanted" && npm --version >/dev/null 2>&1; then
  rm -rf "$root/bin/tools/node"
else
  python3 "$here/fetch.py" tool node "$root/bin/tools/node"
  PATH=$root/bin/tools/node/bin:$PATH
fi

# --- The parts --------------------------------------------------------------------------------------------------

python3 "$here/fetch.py" parts "$root/bin/parts"
