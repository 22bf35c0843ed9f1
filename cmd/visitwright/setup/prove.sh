#!/usr/bin/env bash
# Proves that a newcomer's two commands work where nothing was installed by hand:
#
#   prove.sh bookworm|trixie FOLDER
#
# Makes a bare Debian with git and make in FOLDER (by debootstrap, as root), copies in the package clients' settings
# and the certificate authorities of this machine, clones this repository's HEAD into it, and runs there, as root
# and with an empty environment: make run until the sign-ins are printed, make run again, make test. Then as a user with
# sudo: make run in a clone, and once more, from another folder, in a second clone beside the first while that one runs.
set -euo pipefail
suite=$1 folder=$(realpath -m "$2")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

[ -e "$folder/etc/debian_version" ] ||
  debootstrap --variant=minbase --include=git,make,ca-certificates,sudo "$suite" "$folder" >/dev/null
cp /etc/resolv.conf /etc/hosts "$folder/etc/"
cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
id=2000 user=visitor
grep -q "^$user:" "$folder/etc/passwd" || chroot "$folder" useradd --create-home --uid $id --shell /bin/bash $user
echo "$user ALL=(ALL) NOPASSWD: ALL" >"$folder/etc/sudoers.d/$user"
cp /etc/apt/apt.conf.d/99* "$folder/etc/apt/apt.conf.d/" 2>/dev/null || true
[ ! -f /etc/pip.conf ] || cp /etc/pip.conf "$folder/etc/"
[ ! -f ~/.npmrc ] || cp ~/.npmrc "$folder/root/"
[ ! -f ~/.npmrc ] || install -o $id -g $id ~/.npmrc "$folder/home/$user/"

# Private mounts: unmounting them must not reach this machine's own.
mounted=(proc dev sys)
unmount() { for m in "${mounted[@]}"; do umount -R "$folder/$m" 2>/dev/null || true; done; }
trap unmount EXIT
for m in "${mounted[@]}"; do
  mountpoint -q "$folder/$m" && continue
  mount --rbind "/$m" "$folder/$m"
  mount --make-rprivate "$folder/$m"
done

clone() { # clone OWNER PLACE
  rm -rf "${folder:?}$2"
  git clone -q "$root" "$folder$2"
  chroot "$folder" chown -R "$1:$1" "$2"
}

inside() { # inside USER HOME COMMAND
  chroot --userspec="$1" "$folder" /usr/bin/env -i HOME="$2" TERM=dumb \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
    /bin/bash -c "$3"
}

pid=
start() { # start LOG USER HOME COMMAND: until it says that it runs
  local log=$folder/$1 begun=$SECONDS
  : >"$log"
  setsid bash -c "$(declare -f inside); folder='$folder' inside $2 $3 'exec $4'" >"$log" 2>&1 &
  pid=$!
  while kill -0 $pid 2>/dev/null && ! grep -q 'Ctrl-C stops' "$log"; do sleep 0.2; done
  grep -q 'Ctrl-C stops' "$log" || { tail -20 "$log"; return 1; }
  echo "$suite: $2: $4: $((SECONDS - begun)) s"
}
stop() { # stop PID: as by Ctrl-C
  kill -INT -- "-$1"
  wait "$1" || true
}

clone root /root/visitwright
for run in 1 2; do
  start run-$run.log root:root /root "make -C /root/visitwright run"
  stop $pid
done
begun=$SECONDS
inside root:root /root "cd /root/visitwright && make test" >"$folder/test.log" 2>&1 || { tail -40 "$folder/test.log"; exit 1; }
echo "$suite: root: make test: $((SECONDS - begun)) s"

for place in first second; do clone $user /home/$user/$place; done
start run-3.log $user:$user /home/$user "make -C /home/$user/first run"
first=$pid
start run-4.log $user:$user /home/$user "make -f /home/$user/second/Makefile run"
stop $pid
stop $first
