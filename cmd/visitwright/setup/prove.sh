#!/usr/bin/env bash
# Proves that a newcomer's two commands work where nothing was installed by hand:
#
#   prove.sh bookworm|trixie FOLDER
#
# Makes a bare Debian with git and make in FOLDER (by debootstrap, as root), copies in the package clients' settings
# and the certificate authorities of this machine, clones this repository's HEAD into it, and runs there, as root
# and with an empty environment: make run until the sign-ins are printed, make run again, make test.
set -euo pipefail
suite=$1 folder=$(realpath -m "$2")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

[ -e "$folder/etc/debian_version" ] ||
  debootstrap --variant=minbase --include=git,make,ca-certificates "$suite" "$folder" >/dev/null
cp /etc/resolv.conf /etc/hosts "$folder/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
cp /etc/apt/apt.conf.d/99* "$folder/etc/apt/apt.conf.d/" 2>/dev/null || true
[ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$folder/etc/"
[ ! -f ~/.npmrc ] || cp ~/.npmrc "$folder/root/"

# Private mounts: unmounting them must not reach this machine's own.
mounted=(proc dev sys)
unmount() { for m in "${mounted[@]}"; do umount -R "$folder/$m" 2>/dev/null || true; done; }
trap unmount EXIT
for m in "${mounted[@]}"; do
  mountpoint -q "$folder/$m" && continue
  mount --rbind "/$m" "$folder/$m"
  mount --make-rprivate "$folder/$m"
done

rm -rf "$folder/root/visitwright"
git clone -q "$root" "$folder/root/visitwright"
chown -R root:root "$folder/root/visitwright"

inside() {
  chroot "$folder" /usr/bin/env -i HOME=/root TERM=dumb \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    /bin/bash -c "cd /root/visitwright && $1"
}

run_until_ready() { # make run, ended as by Ctrl-C once it says that it runs
  local log=$1 begun=$SECONDS
  : >"$log"
  setsid bash -c "$(declare -f inside); folder='$folder' inside 'exec make run'" >"$log" 2>&1 &
  local pid=$!
  while kill -0 $pid 2>/dev/null && ! grep -q 'Ctrl-C stops' "$log"; do sleep 0.2; done
  grep -q 'Ctrl-C stops' "$log" || { tail -20 "$log"; return 1; }
  echo "$suite: make run: $((SECONDS - begun)) s"
  kill -INT -- -$pid
  wait $pid || true
}

run_until_ready "$folder/run-1.log"
run_until_ready "$folder/run-2.log"
begun=$SECONDS
inside "make test" >"$folder/test.log" 2>&1 || { tail -40 "$folder/test.log"; exit 1; }
echo "$suite: make test: $((SECONDS - begun)) s"
