#!/usr/bin/env bash
# Python for 64-bit ARM on a machine that is not one: Debian's packages for arm64, unpacked in a
# folder, under QEMU. Nothing is installed outside of the folder, so no root is needed.
#
#   python.sh FOLDER [argument of python...]
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
shift

SUITE=bookworm
PYTHON=python3.11
PACKAGES=(python3.11-minimal libpython3.11-minimal libpython3.11-stdlib libc6 libgcc-s1 libstdc++6
  libexpat1 zlib1g libssl3 libffi8 libbz2-1.0 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6
  libreadline8 libdb5.3 libnsl2 libtirpc3 libcrypt1)

# Unpacks packages of an architecture, with lists of its own: the system's apt does not change.
unpack() {
  local architecture=$1 into=$2 work="$folder/work/$1"
  shift 2
  rm -rf "$work"
  mkdir -p "$work"/{lists/partial,cache/archives/partial,packages,root}
  echo "deb http://deb.debian.org/debian $SUITE main" > "$work/sources.list"
  local apt=(apt-get -q -o APT::Architecture="$architecture" -o APT::Architectures="$architecture"
    -o APT::Sandbox::User=root -o Debug::NoLocking=1 -o Dir::State::lists="$work/lists"
    -o Dir::Cache="$work/cache" -o Dir::Etc::sourcelist="$work/sources.list"
    -o Dir::Etc::sourceparts=/dev/null)
  "${apt[@]}" update >&2
  (cd "$work/packages" && "${apt[@]}" download "$@" >&2)
  for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$work/root"; done
  # Only what was unpacked whole is used.
  mv "$work/root" "$into"
  rm -rf "$work"
}

if [ ! -d "$folder/root" ] || [ ! -d "$folder/emulator" ]; then
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    echo "error: Python for ARM comes from Debian, and apt-get is not here; run this on Debian" >&2
    exit 1
  fi
  rm -rf "$folder/root" "$folder/emulator"
  unpack arm64 "$folder/root" "${PACKAGES[@]}"
  unpack "$(dpkg --print-architecture)" "$folder/emulator" qemu-user-static
fi

# What stands for Python also for the processes that Python starts: the kernel cannot run the other.
python="$folder/root/usr/bin/python"
printf '#!/bin/sh\nexec "%s" -0 "$0" -L "%s" "%s" "$@"\n' \
  "$folder/emulator/usr/bin/qemu-aarch64-static" "$folder/root" "$folder/root/usr/bin/$PYTHON" > "$python.new"
chmod +x "$python.new"
mv "$python.new" "$python"
exec "$python" "$@"
