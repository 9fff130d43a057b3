#!/bin/sh
# The browser tests and the screenshots need a browser and a Chinese font from the system: Debian's packages.
set -eu

ready() {
    command -v chromium >/dev/null && [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ]
}

if ready; then exit 0; fi

sudo=
if [ "$(id -u)" -ne 0 ]; then sudo="sudo -n"; fi
if command -v apt-get >/dev/null && { [ -z "$sudo" ] || $sudo true 2>/dev/null; }; then
    $sudo apt-get update -qq >&2 || true
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fonts-noto-cjk fontconfig >&2 || true
    if ready; then exit 0; fi
fi
echo "The browser tests need Chromium as /usr/bin/chromium and a Chinese font; on Debian, as root:" \
    "apt-get install --no-install-recommends chromium fonts-noto-cjk" >&2
exit 1
