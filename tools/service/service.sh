# The units of systemd/ on a real systemd: ./larder service. Read by the launcher, whose functions it uses.
# shellcheck shell=bash
# What runs inside the container is for the shell there to expand. ROOT is the launcher's.
# shellcheck disable=SC2016,SC2153

service_help() {
    cat <<'END_OF_HELP'
Usage: ./larder service [--quick] [--keep]

Boots a small Debian of this machine's release in a container, as root, from the package sources
this machine has, installs the program and the units there, and tries what they promise: ready,
stuck, stopped, killed, stopping, checked. Nothing of this machine is changed; the small Debian is
kept in target/service for the next time. Some five minutes.

  --quick   leaves out the part that stands still, which takes two minutes and a half
  --keep    leaves the folders of the container, for looking

Exit code: 0 all as promised, 1 something was not, 3 this machine refuses such a container.
END_OF_HELP
}

# The container's first process and what boots it, the table, and since when what is logged counts.
SERVICE_LEADER=
SERVICE_OUTER=
SERVICE_TABLE=
SERVICE_SINCE=0
SERVICE_FAILED=0

want_for_service() {
    [[ "$(id -u)" == 0 ]] || die "needs root: a container is booted"
    command -v mmdebstrap >/dev/null || apt_install mmdebstrap || true
    command -v systemd-nspawn >/dev/null || apt_install systemd-container || true
    command -v mmdebstrap >/dev/null || die "no mmdebstrap found: install it"
    command -v systemd-nspawn >/dev/null || die "no systemd-nspawn found: install systemd-container"
}

# A small Debian in $1, made once.
service_debian() {
    local root="$1" release options
    local -a sources=()
    [[ -x "$root/usr/lib/systemd/systemd" ]] && return 0
    release="$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)"
    for options in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [[ -f "$options" ]] && sources+=("$options")
    done
    options="$(mktemp)"
    apt-config dump Acquire >"$options"
    say "making a small Debian $release (log in target/service.log)"
    rm -rf "$root" "$root.new"
    if ! mmdebstrap --variant=minbase --include=systemd,systemd-sysv --aptopt="$options" \
        "$release" "$root.new" "${sources[@]}" >>"$ROOT/target/service.log" 2>&1; then
        rm -rf "$root.new" "$options"
        say "refused: mmdebstrap made no root, see target/service.log"
        return 3
    fi
    rm -f "$options" "$root.new"/etc/apt/apt.conf.d/99mmdebstrap
    mv "$root.new" "$root"
}

# The program, its units and what the tests need beside them, in the root $1.
service_install() {
    local root="$1" unit name
    install -d "$root"/usr/lib/larder/runtime "$root"/etc/larder "$root"/usr/lib/systemd/journald.conf.d \
        "$root"/etc/systemd/journald.conf.d
    install -m 644 "$JAR" "$root/usr/lib/larder/larder.jar"
    install -m 644 "$ROOT"/systemd/*.options "$root/usr/lib/larder/"
    install -m 755 "$ROOT/image/package/files/usr/lib/larder/run" "$root/usr/lib/larder/"
    for unit in "$ROOT"/systemd/*.service "$ROOT"/systemd/*.timer "$ROOT"/systemd/*.target; do
        install -m 644 "$unit" "$root/usr/lib/systemd/system/"
    done
    install -m 644 "$ROOT/systemd/larder.sysusers" "$root/usr/lib/sysusers.d/larder.conf"
    install -m 644 "$ROOT/systemd/larder.tmpfiles" "$root/usr/lib/tmpfiles.d/larder.conf"
    install -m 644 "$ROOT/systemd/journald-larder.conf" "$root/usr/lib/systemd/journald.conf.d/larder.conf"
    printf 'admission:\n  policy: open\n' >"$root/etc/larder/larder.yaml"
    for name in hostname resolv.conf; do
        rm -f "$root/etc/$name"
    done
    echo larder-box >"$root/etc/hostname"
    rm -rf "$root"/var/lib/larder "$root"/var/cache/larder "$root"/var/log/journal "$root"/etc/systemd/system/larder.service.d
    systemctl --root="$root" enable larder-check.timer >/dev/null 2>&1
}

# Boots $1 with the JDK of this machine as its runtime; the outer process stays behind.
service_boot() {
    local root="$1"
    # A container wants its control groups the new way only; the mounts are for it alone.
    unshare -m bash -c '
        set -e
        umount -R /sys/fs/cgroup 2>/dev/null || true
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        exec systemd-nspawn -D "$1" --boot --register=no --keep-unit --private-network --console=pipe \
            --bind-ro="$2:/usr/lib/larder/runtime" --link-journal=no
    ' boot "$root" "$JAVA_HOME" >>"$ROOT/target/service.log" 2>&1 </dev/null &
    SERVICE_OUTER=$!
}

# Runs a command in the container.
inside() {
    nsenter -t "$SERVICE_LEADER" -m -u -i -n -p -C "$@"
}

# Waits until a command succeeds; $1 is how many seconds at most.
within() {
    local seconds="$1" end
    shift
    end=$((SECONDS + seconds))
    until "$@"; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

service_find_leader() {
    local pid
    for pid in $(pgrep -P "$SERVICE_OUTER" 2>/dev/null) $(pgrep -P "$(pgrep -P "$SERVICE_OUTER" | head -1)" 2>/dev/null); do
        if [[ "$(sed -n 's/^NSpid:.*[[:space:]]//p' "/proc/$pid/status" 2>/dev/null)" == 1 ]]; then
            SERVICE_LEADER="$pid"
            return 0
        fi
    done
    return 1
}

service_is_up() {
    local state
    state="$(inside systemctl is-system-running 2>/dev/null || true)"
    [[ "$state" == running || "$state" == degraded ]]
}

property() {
    inside systemctl show "${2:-larder.service}" -p "$1" --value
}

is_ready() {
    [[ "$(property ActiveState)" == active && "$(property SubState)" == running ]]
}

# The box was started again and is ready: its main process is not $1 any more.
is_another() {
    is_ready && [[ "$(property MainPID)" != "$1" ]]
}

is_healthy_target() {
    [[ "$(property ActiveState larder-healthy.target)" == active ]]
}

# One request over a plain socket; $1 the port, $2 the head's first line, $3 the body.
request() {
    inside bash -c '
        exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
        printf "%s HTTP/1.1\r\nHost: box\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s" "$2" "${#3}" "$3" >&3
        length=0
        while IFS= read -r -t 20 line <&3; do
            line="${line%$(printf "\r")}"
            printf "%s\n" "$line"
            [[ -n "$line" ]] || break
            [[ "${line,,}" != content-length:* ]] || length="${line#*: }"
        done
        head -c "$length" <&3
    ' request "$1" "$2" "$3" 2>/dev/null
}

upload() {
    request 8088 "POST /iclock/cdata?SN=0316144680030&table=ATTLOG" "1	2026-03-01 08:00:0$((RANDOM % 10))"
}

uploads_ok() {
    [[ "$(upload)" == *$'\n\nOK' ]]
}

# A line of the table: what, how it went, seconds.
row() {
    printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$SERVICE_TABLE"
    say "$1: $2 ($3)"
}

# Runs the rest; $1 says what is shown by it.
shows() {
    local what="$1" from
    shift
    from="$(date +%s%N)"
    SERVICE_SINCE="$(date +%s)"
    if "$@" >>"$ROOT/target/service.log" 2>&1; then
        row "$what" "yes" "$(seconds_since "$from")"
    else
        row "$what" "NO" "$(seconds_since "$from")"
        SERVICE_FAILED=1
    fi
}

seconds_since() {
    local millis=$((($(date +%s%N) - $1) / 1000000))
    printf '%d.%01d s' $((millis / 1000)) $((millis % 1000 / 100))
}

logged() {
    inside journalctl -u "${2:-larder.service}" --since "@$SERVICE_SINCE" --no-pager -o cat | grep -- "$1" >/dev/null
}

starts() {
    inside systemctl start larder.service && is_ready && logged '^ready terminal='
}

says_how_it_stands() {
    [[ "$(property StatusText)" == "takes uploads"* ]]
}

answers() {
    local said
    said="$(request 8089 "GET $1" "")"
    [[ "$said" == *"$2"* ]]
}

# Two seconds more than the longest silence that is allowed, and the time to end.
stopped_is_started_anew() {
    local pid
    pid="$(property MainPID)"
    inside bash -c "kill -STOP $pid"
    within 120 is_another "$pid" && logged 'Watchdog timeout' && within 10 is_healthy_target && uploads_ok
}

killed_is_started_anew() {
    local pid
    pid="$(property MainPID)"
    inside bash -c "kill -KILL $pid"
    within 60 is_another "$pid" && within 10 is_healthy_target && uploads_ok
}

# The debugger holds the thread that writes the journal; all else of the box goes on.
stuck_is_started_anew() {
    local pid thread debugger well=1
    inside bash -c '
        mkdir -p /etc/systemd/system/larder.service.d
        printf "[Service]\nEnvironment=JAVA_TOOL_OPTIONS=-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:5005\n" \
            >/etc/systemd/system/larder.service.d/debugger.conf
        systemctl daemon-reload
        systemctl restart larder.service
    '
    uploads_ok || return 1
    pid="$(property MainPID)"
    coproc DEBUGGER { nsenter -t "$SERVICE_LEADER" -n "$JAVA_HOME/bin/jdb" -attach 127.0.0.1:5005 2>&1; }
    debugger="$DEBUGGER_PID"
    printf 'threads\n' >&"${DEBUGGER[1]}"
    while read -r -t 20 thread <&"${DEBUGGER[0]}"; do
        if [[ "$thread" == *journal-writer* ]]; then
            thread="${thread%%journal-writer*}" # …(java.lang.Thread)1234 journal-writer running
            thread="${thread##*)}"
            break
        fi
    done
    printf 'suspend %s\n' "$thread" >&"${DEBUGGER[1]}"
    sleep 1
    upload >/dev/null &
    if ! within 240 is_another "$pid" || ! logged 'does not live any more: journal: has something to do'; then
        well=0
    fi
    kill "$debugger" 2>/dev/null || true
    wait "$debugger" 2>/dev/null || true
    inside rm -r /etc/systemd/system/larder.service.d
    inside systemctl daemon-reload
    inside systemctl restart larder.service
    ((well == 1)) && logged 'Watchdog timeout' && uploads_ok
}

stops_cleanly() {
    inside systemctl stop larder.service
    [[ "$(property Result)" == success && "$(property ActiveState)" == inactive ]] && ! is_healthy_target
}

check_finds_all_well() {
    inside systemctl start larder-check.service && logged '^all is well' larder-check.service
}

check_finds_damage() {
    inside bash -c 'cp -a /var/lib/larder/journal /var/tmp/journal && cd /var/lib/larder/journal &&
        printf damage | dd of="$(ls segment-* | head -1)" bs=1 seek=8272 conv=notrunc status=none'
    ! inside systemctl start larder-check.service && inside systemctl is-failed larder-check.service
    local damaged="$?" # what was asked last: whether it failed
    inside bash -c 'rm -r /var/lib/larder/journal && mv /var/tmp/journal /var/lib/larder/ && systemctl reset-failed'
    return "$damaged"
}

timer_waits() {
    inside systemctl list-timers --no-pager larder-check.timer | grep larder-check.service >/dev/null
}

backup_makes_a_copy() {
    inside systemctl start larder-backup.service && inside bash -c '[[ -n "$(ls /var/backups/larder)" ]]'
}

has_backup() {
    [[ "$("$JAVA_HOME/bin/java" -jar "$JAR" --help)" == *$'\n  backup '* ]]
}

service_end() {
    if [[ -n "$SERVICE_LEADER" ]]; then
        kill -s SIGRTMIN+4 "$SERVICE_LEADER" 2>/dev/null || true
        within 20 service_is_over || kill -KILL "$SERVICE_LEADER" 2>/dev/null || true
    fi
    kill "${SERVICE_OUTER:-0}" 2>/dev/null || true
    wait 2>/dev/null || true
}

service_is_over() {
    ! kill -0 "$SERVICE_OUTER" 2>/dev/null
}

service_trials() {
    local quick="$1" from
    shows "starts, and is active when it is ready" starts
    from=$(($(property ActiveEnterTimestampMonotonic) - $(property ExecMainStartTimestampMonotonic)))
    row "from the process to active" "$(printf '%d.%02d s' $((from / 1000000)) $((from % 1000000 / 10000)))" "-"
    shows "says how it stands" within 30 says_how_it_stands
    row "status" "$(property StatusText)" "-"
    shows "answers an upload with OK" uploads_ok
    shows "larder-healthy.target is reached" is_healthy_target
    shows "is live, ready and measured" eval 'answers /health/live "{\"live\":true}" &&
        answers /health/ready "{\"ready\":true}" && answers /metrics "larder_uploads_kept_total 1"'
    shows "check on the running box: all is well" check_finds_all_well
    shows "timer of the check waits" timer_waits
    if has_backup; then
        shows "backup of the running box" backup_makes_a_copy
    fi
    shows "kill -9: started anew, ready, OK" killed_is_started_anew
    shows "kill -STOP: watchdog, started anew, ready, OK" stopped_is_started_anew
    if [[ "$quick" == 0 ]]; then
        shows "journal writer stands still: watchdog, started anew, OK" stuck_is_started_anew
    fi
    row "restarts that systemd counts since the last of ours" "$(property NRestarts)" "-"
    shows "stops cleanly" stops_cleanly
    shows "check of damage fails and is seen to have" check_finds_damage
    shows "starts again" starts
}

service() {
    local quick=0 keep=0 root="$ROOT/target/service/root"
    while [[ $# -gt 0 ]]; do
        case "$1" in
            --quick) quick=1 && shift ;;
            --keep) keep=1 && shift ;;
            --help) service_help && return ;;
            *) service_help >&2 && return 2 ;;
        esac
    done
    want_for_service
    need_jdk
    build_if_stale "$JAR"
    mkdir -p "$ROOT/target/service"
    : >"$ROOT/target/service.log"
    SERVICE_TABLE="$ROOT/target/service.tsv"
    : >"$SERVICE_TABLE"
    service_debian "$root" || return $?
    service_install "$root"
    trap service_end EXIT
    service_boot "$root"
    if ! within 30 service_find_leader || ! within 60 service_is_up; then
        say "refused: the container does not boot here, see target/service.log"
        return 3
    fi
    service_trials "$quick"
    inside journalctl -u larder.service -u larder-check.service --no-pager -o short-precise >"$ROOT/target/service-journal.log" 2>&1 || true
    service_end
    trap - EXIT
    [[ "$keep" == 1 ]] || rm -rf "$root"/var/lib/larder "$root"/var/cache/larder
    { printf 'what\tresult\ttime\n' && cat "$SERVICE_TABLE"; } | column -t -s $'\t'
    if [[ "$SERVICE_FAILED" != 0 ]]; then
        say "something was not as promised, see target/service.log and target/service-journal.log"
    fi
    return "$SERVICE_FAILED"
}
