# Real faults under real processes of a box: ./larder faults. Read by the launcher, whose functions it uses.
# shellcheck shell=bash

faults_help() {
    cat <<'END'
Usage: ./larder faults [--percent N] [--seed N]

Runs boxes under power cuts, failing system calls, bad cards, scarce room and memory and a jumping
clock, and the simulation with many seeds; prints what was lost, doubled or never sent. As root,
everything in temporary folders: five hours on two cores. What this machine cannot do is skipped
and says why.

  --percent N   so much of it; 5 takes a third of an hour on two cores
  --seed N      draws the same faults again

Exit code: 0 everything kept, 1 something lost, doubled or not healthy again.
END
}

want_for_faults() {
    want_for_tests
    command -v cc >/dev/null || apt_install gcc || true
    [[ -f /usr/include/stdio.h ]] || apt_install libc6-dev || true
    command -v pkg-config >/dev/null || apt_install pkg-config || true
    pkg-config --exists fuse3 2>/dev/null || apt_install libfuse3-dev || true
    compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' >/dev/null || apt_install libfaketime faketime || true
}

faults() {
    local percent=100 table="$ROOT/target/faults.tsv" log="$ROOT/target/faults.log" code=0 count
    local -a options=()
    while [[ $# -gt 0 ]]; do
        case "$1" in
            --percent) percent="${2:?}" && shift 2 ;;
            --seed) options+=("-Dlarder.seed=${2:?}") && shift 2 ;;
            --help) faults_help && return ;;
            *) faults_help >&2 && return 2 ;;
        esac
    done
    want_for_faults
    for count in powerCuts=50 crashImages=500 callFaults=200 mediumFaults=10 clockJumps=30 scarceMillis=60000 kills=500 cuts=500 headquartersKills=100 seeds=10000; do
        options+=("-Dlarder.${count%=*}=$(((${count#*=} * percent + 99) / 100))")
    done
    mkdir -p "$ROOT/target"
    rm -f "$table"
    say "running (log in target/faults.log)"
    maven -pl server -am test -Dsurefire.failIfNoSpecifiedTests=false "-Dlarder.faultTable=$table" "${options[@]}" \
        '-Dtest=PowerCutTest,CrashImageTest,CallFaultTest,MediumTest,SurroundingsTest,KillTest,LineCutTest,SimulationTest' \
        >"$log" 2>&1 || code=1
    [[ -f "$table" ]] || die "nothing ran, see target/faults.log"
    { printf 'what goes wrong\tdone\tacknowledged\tlost\tdoubled\tnever sent\tslowest start\tverdict\n' && cat "$table"; } | column -t -s $'\t'
    if [[ "$code" != 0 ]]; then
        say "something was not as promised, see target/faults.log"
    fi
    return "$code"
}
