#!/bin/bash
# How long a box takes from the start of its process to the first OK that a terminal hears, with the start-up cache
# and without, turn by turn, and how much memory it then needs.
set -euo pipefail

help() {
    cat <<'END'
Usage: start-time.sh LIB [--runs N] [--most RATIO] [--cold] [--memory]

LIB is a folder with larder.jar, runtime, run and make-cache: /usr/lib/larder of an installed
package, or that folder in the tree of one that was just made. Everything is done in a temporary folder.

  --runs N      starts of each kind, turn by turn (default 10)
  --most RATIO  exit code 1 when the median with the cache is more than so much of that without (default 0.6)
  --cold        the page cache is emptied before each start, as after a power cut; needs root
  --memory      besides, resident memory with 64 busy terminals for half a minute
END
}

# shellcheck source=upload.sh
source "$(dirname "${BASH_SOURCE[0]}")/upload.sh"

# The program, with the start-up cache in the folder $1 if there is one; further words are its own.
program() {
    local cache="$1"
    shift
    LARDER_LIB="$LIB" LARDER_CACHE="$cache" LARDER_JAVA_OPTS="-Dorg.sqlite.lib.path=$LIB" MALLOC_ARENA_MAX=2 exec "$LIB/run" "$@"
}

# Starts a box with the cache of the folder $1.
start() {
    program "$1" serve --data "$FOLDER/data" \
        --set terminal.host=127.0.0.1 --set "terminal.port=$PORT" --set console.port=0 --set commands.wakeUp=false \
        --set admission.policy=open --set clock.trust=assumed >"$FOLDER/box.log" 2>&1 &
    BOX=$!
}

stop() {
    kill "$BOX" 2>/dev/null || true
    wait "$BOX" 2>/dev/null || true
    BOX=""
}

# Prints nothing and puts the time of one start into MS and the resident memory after it into KB.
measure() {
    local begun
    if [[ -n "$COLD" ]]; then
        sync
        echo 3 >/proc/sys/vm/drop_caches
    fi
    begun="$(ms)"
    start "$@"
    until_ok "$PORT"
    MS=$(($(ms) - begun))
    KB="$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$BOX/status")"
    stop
}

# Smallest, middle and largest of numbers on standard input.
spread() { sort -n | awk '{v[NR] = $1} END {printf "%d %d %d", v[1], (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2), v[NR]}'; }

# Prints what a box with the cache needs at most while 64 terminals keep it busy; $1 says how, the rest is for them.
busy() {
    local name="$1"
    shift
    start "$FOLDER"
    until_ok "$PORT"
    (program "$FOLDER" simulate --target "127.0.0.1:$PORT" --terminals 64 --keep-alive --minutes 0.5 --seed 1 "$@") \
        >"$FOLDER/simulate.log" 2>&1 || true
    printf '%-50s %8d kB most, %s\n' "$name" "$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$BOX/status")" "$(grep -o '[0-9,]* rows.*' "$FOLDER/simulate.log" | tail -n 1)"
    stop
}

main() {
    local runs=10 most=0.6 memory="" run name
    local -A times=() memories=()
    LIB="" COLD="" BOX=""
    while [[ $# -gt 0 ]]; do
        case "$1" in
            --runs) runs="${2:?}" && shift 2 ;;
            --most) most="${2:?}" && shift 2 ;;
            --cold) COLD=yes && shift ;;
            --memory) memory=yes && shift ;;
            --help) help && return ;;
            -*) help >&2 && return 2 ;;
            *) LIB="$(cd "$1" && pwd)" && shift ;;
        esac
    done
    [[ -n "$LIB" ]] || { help >&2 && return 2; }
    FOLDER="$(mktemp -d)"
    trap 'stop; rm -rf "$FOLDER"' EXIT
    PORT=$((20000 + RANDOM % 20000))
    CACHE_DIRECTORY="$FOLDER" LARDER_TRAINING_PORT="$PORT" LARDER_LIB="$LIB" "$LIB/make-cache" --anew
    # The first start makes keys and the journal: it does not count.
    measure "$FOLDER"
    for ((run = 0; run < runs; run++)); do
        measure "$FOLDER"
        times[with]+="$MS "
        memories[with]+="$KB "
        measure "$FOLDER/none"
        times[without]+="$MS "
        memories[without]+="$KB "
    done
    printf '%-10s %-34s %s\n' "" "start to first OK, ms" "resident then, kB"
    for name in with without; do
        printf '%-10s %-34s %s\n' "$name" "$(tr ' ' '\n' <<<"${times[$name]% }" | spread)" "$(tr ' ' '\n' <<<"${memories[$name]% }" | spread)"
    done
    if [[ -n "$memory" ]]; then
        busy "64 terminals, an upload a second each" --rate 64
        busy "64 terminals, as fast as they are answered" --rate 0
    fi
    verdict "$(tr ' ' '\n' <<<"${times[with]% }" | spread | cut -d ' ' -f 2)" "$(tr ' ' '\n' <<<"${times[without]% }" | spread | cut -d ' ' -f 2)" "$most" "$runs"
}

verdict() {
    awk -v with="$1" -v without="$2" -v most="$3" -v runs="$4" 'BEGIN {
        ratio = with / without
        printf "with the cache %.2f of the time without (medians of %d starts each; allowed: %.2f)\n", ratio, runs, most
        exit ratio > most
    }'
}

main "$@"
