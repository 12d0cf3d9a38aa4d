# A site for hours under everything that goes wrong at random: ./larder soak. Read by the launcher, whose functions it uses.
# shellcheck shell=bash

soak_help() {
    cat <<'END'
Usage: ./larder soak [--minutes N] [--rate N] [--seed N]

Sixteen terminals work at a box whose card, clock, power and lines fail at random, with crowds and
bursts at its door and a headquarters that is killed now and then. At the end each row that was
answered OK must be there once; memory, threads and open files over time are drawn into
target/soak-*.svg. Needs root; everything is in temporary folders.

  --minutes N   how long; 240 unless told otherwise
  --rate N      uploads a second of all terminals together; 8 unless told otherwise
  --seed N      draws the same troubles again

Exit code: 0 everything kept, 1 something lost, doubled, not healthy again or growing.
END
}

soak() {
    local minutes=240 rate=8 table="$ROOT/target/soak.tsv" log="$ROOT/target/soak.log" code=0
    local -a options=()
    while [[ $# -gt 0 ]]; do
        case "$1" in
            --minutes) minutes="${2:?}" && shift 2 ;;
            --rate) rate="${2:?}" && shift 2 ;;
            --seed) options+=("-Dlarder.seed=${2:?}") && shift 2 ;;
            --help) soak_help && return ;;
            *) soak_help >&2 && return 2 ;;
        esac
    done
    want_for_faults
    mkdir -p "$ROOT/target"
    rm -f "$table"
    say "running for $minutes minutes (log in target/soak.log)"
    maven -pl server -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest=SoakTest "-Dlarder.soakMinutes=$minutes" \
        "-Dlarder.rate=$rate" "-Dlarder.soakTable=$table" "${options[@]}" >"$log" 2>&1 || code=1
    grep -h '^soak' "$log" || true
    [[ -f "$table" ]] || die "nothing ran, see target/soak.log"
    if [[ "$code" != 0 ]]; then
        say "something was not as promised, see target/soak.log"
    fi
    (bench SoakPlot "$table")
    return "$code"
}
