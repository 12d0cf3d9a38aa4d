# The package under a real systemd: ./larder package-test. Read by the launcher, whose functions it uses.
# shellcheck shell=bash
# shellcheck source=package.sh
source "$ROOT/image/package/package.sh"
# shellcheck source=upload.sh
source "$ROOT/image/package/upload.sh"

readonly PORT=8088
readonly RECORDS=200
BOX_ROOT="" LEADER="" WATCHER="" FAILED=0 STARTED="" UNDER_TEST="" KEEP=""

package_test_help() {
    cat <<'END'
Usage: ./larder package-test [--previous COMMIT] [--runs N] [--keep]

Makes the package and tries it in a Debian of the release that boxes run (of this machine's own, where its package
sources lead to no other), with a real systemd in systemd-nspawn: installation until the first OK, upgrade from the
program of an earlier commit with its records, with a changed configuration, to a newer version, downgrade, removal,
purge, installation again; a start-up cache that is missing, damaged, in a folder that is full or cannot be written;
times with and without the cache; memory with 64 busy terminals. Prints a table. As root; some minutes.

  --previous COMMIT   whose program the upgrade begins with (default: the 20th commit before)
  --runs N            starts with and without the cache (default 10)
  --keep              leaves the root in image/target/root
END
}

package_test() {
    local previous="" runs=10
    while [[ $# -gt 0 ]]; do
        case "$1" in
            --previous) previous="${2:?}" && shift 2 ;;
            --runs) runs="${2:?}" && shift 2 ;;
            --keep) KEEP=yes && shift ;;
            --help) package_test_help && return ;;
            *) package_test_help >&2 && return 2 ;;
        esac
    done
    [[ "$(id -u)" == 0 ]] || die "a root with its own systemd needs root"
    need_test_tools
    need_tools
    need_jdk
    set_epoch
    ARCH="$(dpkg --print-architecture)"
    VERSION="$(package_version)"
    mkdir -p "$ROOT/image/target"
    : >"$ROOT/image/target/package-test.log"
    make_packages "${previous:-$(earlier_commit)}"
    trap end_root EXIT
    make_root
    boot
    table_head
    lint
    installation
    upgrades
    conffile
    downgrades
    caches
    removal
    starts "$runs"
    table_sizes
    say "$((FAILED)) of the steps failed"
    return $((FAILED > 0))
}

need_test_tools() {
    local program
    for program in mmdebstrap:mmdebstrap systemd-nspawn:systemd-container lintian:lintian nsenter:util-linux; do
        command -v "${program%:*}" >/dev/null || apt_install "${program#*:}" || die "no ${program%:*} found: install ${program#*:}"
    done
}

earlier_commit() { git -C "$ROOT" rev-parse --verify -q HEAD~20 || die "the history is too short for an earlier version: name one with --previous"; }

# The package; one with the program of an earlier commit; one of the same with a higher version and a changed
# configuration file.
make_packages() {
    local earlier="$1" jar next="$ROOT/image/target/next"
    jar="$ROOT/image/target/larder-$(git -C "$ROOT" rev-parse --short=8 "$earlier").jar"
    [[ -f "$jar" ]] || build_earlier "$earlier" "$jar"
    say "making three packages"
    package >/dev/null
    package --jar "$jar" --version 0.0.1 >/dev/null
    NOW="$ROOT/image/target/larder_${VERSION}_$ARCH.deb"
    BEFORE="$ROOT/image/target/larder_0.0.1_$ARCH.deb"
    NEXT="$ROOT/image/target/larder_9_$ARCH.deb"
    rm -rf "$next"
    dpkg-deb -R "$NOW" "$next"
    sed -i 's/^Version: .*/Version: 9/' "$next/DEBIAN/control"
    printf '\n# A line that came with version 9.\n' >>"$next/etc/larder/larder.yaml"
    # Another program, as far as a cache can tell.
    touch -d "@$((SOURCE_DATE_EPOCH - 60))" "$next/usr/lib/larder/larder.jar"
    dpkg-deb --root-owner-group -Znone --build "$next" "$NEXT" >/dev/null
    rm -rf "$next"
}

build_earlier() {
    local commit="$1" jar="$2" tree="$ROOT/image/target/earlier"
    say "building the program of $commit"
    rm -rf "$tree"
    git -C "$ROOT" worktree prune
    git -C "$ROOT" worktree add -q --detach "$tree" "$commit"
    need_maven
    (cd "$tree" && mvn -B -Dmaven.test.skip=true -pl server -am package >"$ROOT/image/target/earlier.log" 2>&1) \
        || die "that commit cannot be built, see image/target/earlier.log"
    cp "$tree/server/target/larder.jar" "$jar"
    git -C "$ROOT" worktree remove --force "$tree"
}

make_root() {
    local release="$RELEASE" tar sources
    see_release "$RELEASE" "$ARCH" || release="$(own_release)"
    tar="$ROOT/image/target/root-$release-$ARCH.tar"
    UNDER_TEST="$release $ARCH"
    if [[ ! -f "$tar" ]]; then
        say "making a root of Debian $release"
        sources="$ROOT/image/target/sources-$release"
        write_sources "$release" "$sources"
        # shellcheck disable=SC2046 # a file each
        mmdebstrap --quiet --variant=minbase --include=systemd,systemd-sysv,init-system-helpers,procps "$release" "${tar%.tar}.new.tar" $(find "$sources" -type f)
        mv "${tar%.tar}.new.tar" "$tar"
    fi
    BOX_ROOT="$ROOT/image/target/root"
    rm -rf "$BOX_ROOT"
    mkdir -p "$BOX_ROOT"
    tar -C "$BOX_ROOT" -xf "$tar"
    # No machine is to be asked on the first boot.
    printf 'box\n' >"$BOX_ROOT/etc/hostname"
    systemd-firstboot --root="$BOX_ROOT" --force --timezone=UTC --locale=C.UTF-8 >/dev/null
}

# Starts the root's systemd with a control group tree of its own: this machine may have another kind.
boot() {
    # shellcheck disable=SC2016 # for the inner shell
    unshare --mount --propagation private bash -c '
        umount -R -l /sys/fs/cgroup
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        exec systemd-nspawn -q -D "$1" --boot --register=no --keep-unit --private-network --console=pipe' \
        boot "$BOX_ROOT" >"$ROOT/image/target/boot.log" 2>&1 </dev/null &
    NSPAWN=$!
    local end=$((SECONDS + 60))
    until LEADER="$(pgrep -P "$NSPAWN")" && [[ "$(inside systemctl is-system-running 2>/dev/null)" =~ running|degraded ]]; do
        [[ $SECONDS -lt $end ]] || die "systemd did not start, see image/target/boot.log"
        sleep 0.2
    done
    inside ip link set lo up 2>/dev/null || true
}

end_root() {
    [[ -z "$WATCHER" ]] || kill "$WATCHER" 2>/dev/null || true
    if [[ -n "$LEADER" ]]; then
        inside systemctl poweroff >/dev/null 2>&1 || kill "$NSPAWN" 2>/dev/null || true
        wait "$NSPAWN" 2>/dev/null || true
    fi
    [[ -n "$KEEP" || -z "$BOX_ROOT" ]] || rm -rf "$BOX_ROOT"
}

# Runs a command in the booted root.
inside() { nsenter -t "$LEADER" -m -u -i -n -p -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

# Runs a command of this machine in the booted root's network.
beside() { nsenter -t "$LEADER" -n -- "$@"; }

table_head() { printf '\n%-58s %-8s %9s  %s\n' "in Debian $UNDER_TEST, systemd $(inside systemctl --version | sed -n '1s/systemd \([0-9]*\).*/\1/p')" "" "seconds" ""; }

# Prints a line of the table: what, whether command $2… succeeded, how long it took, and what it said in NOTE.
step() {
    local what="$1" verdict=ok begun
    shift
    NOTE=""
    begun="${EPOCHREALTIME/./}"
    if ! "$@" >>"$ROOT/image/target/package-test.log" 2>&1; then
        verdict=FAILED
        FAILED=$((FAILED + 1))
    fi
    printf '%-58s %-8s %9.2f  %s\n' "$what" "$verdict" "$(((${EPOCHREALTIME/./} - begun) / 1000))e-3" "$NOTE"
}

apt_inside() {
    cp "$@" "$BOX_ROOT/srv/"
    inside apt-get install -y -q --allow-downgrades -o "Dpkg::Options::=--force-conf${CONF:-old}" "/srv/$(basename "$1")"
}

first_ok() { beside "$PARTS/upload.sh" "$PORT"; }

# Lets simulated terminals upload. They are new each time, and what they make is.
terminals() {
    opened && inside timeout 120 larder simulate --target "127.0.0.1:$PORT" --terminals 4 --count "$RECORDS" --seed "$RANDOM"
}

# All records as the program in the root tells them, in order.
records() {
    local kind
    for kind in purchase punch; do
        inside larder export --data /var/lib/larder --kind "$kind" --format csv
    done | LC_ALL=C sort
}

# Lets terminals upload and waits until there are more records, of which some are of other kinds; none of before may
# be missing.
keeps_records() {
    local kept="$ROOT/image/target/kept.csv" now="$ROOT/image/target/now.csv" end=$((SECONDS + 60)) before
    [[ -n "$STARTED" ]] || : >"$kept"
    STARTED=yes
    before="$(wc -l <"$kept")"
    terminals || return 1
    until records >"$now" && [[ "$(wc -l <"$now")" -ge $((before + RECORDS / 2)) ]]; do
        [[ $SECONDS -lt $end ]] || { NOTE="$(wc -l <"$now") records, expected $((before + RECORDS / 2))" && return 1; }
        pause 0.5
    done
    NOTE="$before before, $(wc -l <"$now") now, missing $(LC_ALL=C comm -23 "$kept" "$now" | wc -l)"
    mv "$now" "$kept"
    [[ "$NOTE" == *"missing 0" ]]
}

# shellcheck disable=SC2016 # dpkg-query's own words
runs_version() { [[ "$(inside dpkg-query -W -f '${Version} ${Status}' larder)" == "$1 install ok installed" ]] && inside systemctl is-active larder.service; }

lint() {
    step "lintian finds nothing" lint_quietly
}

lint_quietly() {
    local said
    said="$(lintian --allow-root --no-tag-display-limit --fail-on error,warning "$NOW" 2>&1)" || { printf '%s\n' "$said" && NOTE="$(grep -c '^[EW]:' <<<"$said") tags, see image/target/package-test.log" && return 1; }
    NOTE="$(grep -c '^[^#]' "$PARTS/debian/lintian-overrides") overrides, each with its reason"
}

installation() {
    step "install" apt_inside "$NOW"
    step "first OK after larder pair" paired_ok
    step "the service is on and has no failed unit" is_settled
    step "what $RECORDS uploads say is kept" keeps_records
    step "every command finds its page in man" has_pages
    step "every key is in the file, behind a #" has_every_key
    step "every metric of the dashboard is there" has_metrics
    step "a user without rights is told so" refused_to_others
    step "the cache is made beside it" wait_for_cache
    step "restart with the cache to first OK" restarted
}

paired_ok() { opened && first_ok; }

# Lets new terminals in, as soon as the box is there to be told so.
opened() {
    local end=$((SECONDS + 60))
    until inside larder pair --data /var/lib/larder; do
        [[ $SECONDS -lt $end ]] || return 1
        pause 0.2
    done
    # Without a time server nothing speaks for the clock but a person; earlier programs did not ask.
    inside larder clock confirm "$(date -u +%Y-%m-%dT%H:%M)" --data /var/lib/larder || true
}

is_settled() {
    inside systemctl is-enabled larder.service && [[ -z "$(inside systemctl list-units --failed --no-legend --plain 'larder*')" ]]
}

has_pages() {
    local page
    for page in $(inside larder manual /tmp/manual && inside ls /tmp/manual/man1); do
        [[ -f "$BOX_ROOT/usr/share/man/man1/$page.gz" ]] || { NOTE="no $page" && return 1; }
    done
}

has_every_key() {
    diff <(inside larder config | sed 's/^ *//') <(sed -e 's/^ *//' -e 's/^#\([^ ]\)/\1/' "$BOX_ROOT/etc/larder/larder.yaml")
}

# A box without upstreams says nothing of them: each name must at least be one that the program knows.
has_metrics() {
    local name count=0 known
    known="$(unzip -p "$BOX_ROOT/usr/lib/larder/larder.jar" 'io/larder/server/*' | strings -n 8 | grep -o 'larder_[a-z_]*' | sort -u)"
    while read -r name; do
        grep -qx "$name" <<<"$known" || { NOTE="no $name" && return 1; }
        count=$((count + 1))
    done < <(grep -oh 'larder_[a-z_]*' "$BOX_ROOT"/usr/share/doc/larder/examples/* | sed 's/_bucket$//' | sort -u)
    beside curl -s "http://127.0.0.1:8089/metrics" >/dev/null
    NOTE="$count metrics"
}

refused_to_others() {
    local said
    said="$(inside setpriv --reuid=65534 --regid=65534 --clear-groups larder show 2>&1)" && return 1
    [[ "$said" == *"is for root and the user larder"* ]] || { NOTE="$said" && return 1; }
}

wait_for_cache() {
    local end=$((SECONDS + 300))
    until [[ -f "$BOX_ROOT/var/cache/larder/larder.aot.for" ]]; do
        [[ $SECONDS -lt $end ]] || { NOTE="$(inside journalctl -q -o cat -u larder-cache.service | tail -n 1)" && return 1; }
        sleep 0.1
    done
    NOTE="$(stat -c %s "$BOX_ROOT/var/cache/larder/larder.aot") bytes"
}

restarted() { inside systemctl restart larder.service && first_ok; }

# Waits until nothing is being made any more.
settle() {
    while inside systemctl --quiet is-active larder-cache.service; do sleep 0.2; done
}

# Runs a change of version while a terminal goes on uploading, and notes how long it had to wait.
meanwhile() {
    local seen="$ROOT/image/target/watched" code=0
    nsenter -t "$LEADER" -n -- "$PARTS/upload.sh" --watch "$PORT" "$seen" &
    WATCHER=$!
    sleep 0.5
    "$@" || code=1
    first_ok || code=1
    sleep 0.5
    kill "$WATCHER" || { say "the terminal gave up" && code=1; }
    wait "$WATCHER" 2>/dev/null || true
    WATCHER=""
    read -r uploads longest <"$seen"
    NOTE="longest wait between $uploads OK: $longest ms"
    return "$code"
}

changes_to() { apt_inside "$1" && runs_version "$2"; }

upgrades() {
    step "remove and purge before the earlier version" gone_for_good
    step "install the earlier version" changes_to "$BEFORE" 0.0.1
    step "first OK after larder pair" paired_ok
    STARTED=""
    step "what $RECORDS uploads say is kept" keeps_records
    settle
    printf '\noptions:\n  delaySeconds: 29\n' >>"$BOX_ROOT/etc/larder/larder.yaml"
    step "upgrade from it, terminals at work" meanwhile changes_to "$NOW" "$VERSION"
    step "all of it and $RECORDS uploads more are kept" keeps_records
    step "check finds no damage" inside larder check
}

gone_for_good() { inside apt-get purge -y -q larder && rm -rf "$BOX_ROOT/var/lib/larder"; }

conffile() {
    step "upgrade to a newer version, terminals at work" meanwhile changes_to "$NEXT" 9
    step "the changed configuration is kept" kept_configuration
    step "the new one lies beside it" test -f "$BOX_ROOT/etc/larder/larder.yaml.dpkg-dist"
    step "all of it and $RECORDS uploads more are kept" keeps_records
    step "the cache fits the new version" cache_fits
}

kept_configuration() { grep -q '^  delaySeconds: 29' "$BOX_ROOT/etc/larder/larder.yaml" && [[ "$(inside stat -c '%U:%G %a' /etc/larder/larder.yaml)" == "root:larder 640" ]]; }

# The service with a cache that must be used, or not start at all.
cache_fits() {
    inside setpriv --reuid=larder --regid=larder --init-groups env LARDER_JAVA_OPTS=-XX:AOTMode=on \
        /usr/lib/larder/run --version
}

downgrades() {
    step "downgrade, terminals at work" meanwhile changes_to "$NOW" "$VERSION"
    step "all of it and $RECORDS uploads more are kept" keeps_records
    # It does not know every key of the newer file: the owner takes the one that comes with it.
    CONF=new step "downgrade to the earlier version" meanwhile changes_to "$BEFORE" 0.0.1
    step "all of it and $RECORDS uploads more are kept" keeps_records
    step "and up again" meanwhile changes_to "$NOW" "$VERSION"
    step "all of it and $RECORDS uploads more are kept" keeps_records
}

removal() {
    step "remove" inside apt-get remove -y -q larder
    step "nothing runs, the records are there" is_removed
    step "purge" inside apt-get purge -y -q larder
    step "the records are still there, and it says so" is_purged
    step "install again" changes_to "$NOW" "$VERSION"
    step "first OK; terminals are still known" first_ok
    step "all of it and $RECORDS uploads more are kept" keeps_records
}

is_removed() { [[ ! -e "$BOX_ROOT/usr/lib/larder" && -d "$BOX_ROOT/var/lib/larder/journal" ]] && ! inside pgrep -u larder; }

is_purged() {
    [[ ! -e "$BOX_ROOT/etc/larder" && ! -e "$BOX_ROOT/var/cache/larder" && -d "$BOX_ROOT/var/lib/larder/journal" ]] \
        && grep -q 'rm -r /var/lib/larder' "$ROOT/image/target/package-test.log"
}

caches() {
    local cache="$BOX_ROOT/var/cache/larder/larder.aot"
    step "the cache is made" remade
    cp -p "$cache" "$ROOT/image/target/whole.aot"
    step "starts with a damaged cache, 20 times" damaged "$cache"
    step "starts with half a cache" halved "$cache"
    step "starts with none" without "$cache"
    step "makes none in a folder that cannot be written" unwritable
    step "makes none where there is no room" no_room
    step "makes it again" remade
}

remade() { settle && inside systemctl start larder-cache.service && settle && cache_fits; }

# A few bytes changed somewhere: the checksums tell, and nothing of it is used.
damaged() {
    local cache="$1" size turn at
    size="$(stat -c %s "$cache")"
    for ((turn = 0; turn < 20; turn++)); do
        cp -p "$ROOT/image/target/whole.aot" "$cache"
        at=$(((RANDOM * 32768 + RANDOM) % size))
        head -c 64 /dev/urandom | dd of="$cache" bs=1 seek="$at" conv=notrunc status=none
        restarted || { NOTE="not with bytes changed at $at" && return 1; }
        ! cache_fits 2>/dev/null || { NOTE="used with bytes changed at $at" && return 1; }
    done
    [[ "$(inside systemctl show -P NRestarts larder.service)" == 0 ]]
}

halved() {
    cp -p "$ROOT/image/target/whole.aot" "$1"
    truncate -s "$(($(stat -c %s "$1") / 2))" "$1" && restarted && ! cache_fits 2>/dev/null
}

without() { rm -f "$1" "$1.for" && restarted; }

unwritable() { inside chmod 0500 /var/cache/larder && inside setpriv --reuid=larder --regid=larder --init-groups /usr/lib/larder/make-cache; local code=$?; inside chmod 0700 /var/cache/larder; return "$code"; }

no_room() {
    inside mount -t tmpfs -o size=64m,uid="$(inside id -u larder)",mode=0700 cache /var/cache/larder
    inside setpriv --reuid=larder --regid=larder --init-groups /usr/lib/larder/make-cache && restarted
    local code=$?
    inside umount /var/cache/larder
    return "$code"
}

starts() {
    inside systemctl stop larder.service
    printf '\n'
    cp "$PARTS/start-time.sh" "$PARTS/upload.sh" "$BOX_ROOT/srv/"
    inside /srv/start-time.sh /usr/lib/larder --runs "$1" --memory || FAILED=$((FAILED + 1))
    inside systemctl start larder.service
    first_ok >/dev/null
    printf '%-34s %8d kB\n' "idle service, resident" "$(inside sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$(inside systemctl show -P MainPID larder.service)/status")"
}

# shellcheck disable=SC2016 # dpkg-query's own words
table_sizes() {
    printf '\n'
    size_line "jar" "$BOX_ROOT/usr/lib/larder/larder.jar"
    size_line "runtime" "$BOX_ROOT/usr/lib/larder/runtime"
    size_line "package" "$NOW"
    printf '%-16s %12d bytes\n' "installed" "$(($(inside dpkg-query -W -f '${Installed-Size}' larder) * 1024))"
}
