#!/bin/bash
# A terminal made of bash: uploads by a bare socket. Sourced, or run: upload.sh PORT [SERIAL] prints after how many
# milliseconds the first OK came; upload.sh --watch PORT FILE goes on until it is ended and keeps in FILE how many OK
# there were and the longest time between two, in milliseconds.
# shellcheck shell=bash

UPLOADED=0

ms() { printf '%s\n' $((${EPOCHREALTIME/./} / 1000)); }

# A pause of so many seconds without a process of its own.
pause() {
    [[ -n "${NEVER_READY:-}" ]] || exec {NEVER_READY}<> <(:)
    read -r -t "$1" -u "$NEVER_READY" || true
}

# One upload of terminal $2 to port $1; succeeds when the answer is OK.
upload_once() {
    local line="" length=0 found=1 body
    body="$(printf '%d\t2026-01-%02d %02d:%02d:%02d\t0\t1\t0\t0\t0' 7 $((UPLOADED / 86400 % 28 + 1)) \
        $((UPLOADED / 3600 % 24)) $((UPLOADED / 60 % 60)) $((UPLOADED % 60)))"
    exec 4<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'POST /iclock/cdata?SN=%s&table=ATTLOG&Stamp=0 HTTP/1.1\r\nHost: box\r\nContent-Length: %d\r\n\r\n%s' \
        "$2" "${#body}" "$body" >&4
    while IFS= read -r -t 10 line <&4 && [[ "$line" != $'\r' ]]; do
        if [[ "${line,,}" == content-length:* ]]; then
            line="${line//[!0-9]/}"
            length="${line:-0}"
        fi
    done
    if [[ "$length" -gt 0 ]] && IFS= read -r -t 10 -N "$length" line <&4 && [[ "$line" == OK* ]]; then
        found=0
        UPLOADED=$((UPLOADED + 1))
    fi
    exec 4<&-
    return "$found"
}

until_ok() {
    until upload_once "$1" "${2:-0316144680030}" 2>/dev/null; do
        pause 0.005
    done
}

watch_uploads() {
    local port="$1" file="$2" last now longest=0
    # A box that ends while it is spoken to ends only that upload.
    trap '' PIPE
    until_ok "$port"
    last="$(ms)"
    while :; do
        until_ok "$port"
        now="$(ms)"
        if ((now - last > longest)); then
            longest=$((now - last))
        fi
        last="$now"
        printf '%d %d\n' "$UPLOADED" "$longest" >"$file"
        pause 0.02
    done
}

if [[ "${BASH_SOURCE[0]}" == "$0" ]]; then
    set -euo pipefail
    if [[ "$1" == --watch ]]; then
        watch_uploads "$2" "$3"
    else
        begun="$(ms)"
        until_ok "$@"
        printf '%d\n' $(($(ms) - begun))
    fi
fi
