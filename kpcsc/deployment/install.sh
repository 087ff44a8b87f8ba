#!/bin/sh
# Installs the portal of this folder on a Debian server: see RUNNING.md.
#   sudo sh kpcsc/deployment/install.sh [--answers FILE]
#   sudo sh kpcsc/deployment/install.sh --uninstall
set -eu
code=$(cd "$(dirname "$0")/../.." && pwd)

if [ "$(id -u)" != 0 ]; then
  echo "This is for root: put sudo before it." >&2
  exit 1
fi
if [ ! -f /etc/debian_version ] || [ "$(cut -d. -f1 /etc/debian_version)" -lt 13 ] 2>/dev/null; then
  echo "This is for Debian 13 or newer." >&2
  exit 1
fi
if ! command -v python3 >/dev/null; then
  echo "Installing Python."
  apt-get update -qq </dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 </dev/null >/dev/null
fi
export PYTHONPATH="$code" PYTHONDONTWRITEBYTECODE=1
if [ "${1:-}" = --uninstall ]; then
  exec python3 -P -m kpcsc.deployment uninstall
fi
exec python3 -P -m kpcsc.deployment install "$@"
