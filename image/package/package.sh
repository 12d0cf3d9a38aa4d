# Makes the Debian package: ./larder package. Read by the launcher, whose functions it uses.
# shellcheck shell=bash
# shellcheck source=release.sh
source "$ROOT/image/package/release.sh"
# shellcheck source=runtime.sh
source "$ROOT/image/package/runtime.sh"

readonly PARTS="$ROOT/image/package"
readonly UNITS="$ROOT/systemd"

package_help() {
    cat <<'END'
Usage: ./larder package [--arch amd64|arm64]... [--runtime-only] [--check-runtime]

Makes image/target/larder_VERSION_ARCH.deb: the program, a Java runtime for it, the service, manual
pages and documents. Without --arch: for this machine's architecture. The same commit makes the same
bytes, on the same JDK.

  --arch ARCH      amd64 or arm64; may be repeated. The JDK of another architecture comes from the
                   package sources that this machine has.
  --runtime-only   the runtime alone, in image/target/runtime-ARCH
  --check-runtime  besides, starts the runtime of this machine's architecture: every command's help, a box, a
                   headquarters with TLS, Kafka, MQTT

For trials of what becomes of a box under another version:
  --jar FILE       packs this program instead of the one of these sources
  --version V      under this version
END
}

# X for a release; for what is on the way to it X~gitTIME.COMMIT, which sorts before it and by time.
package_version() {
    local version
    version="$(sed -n 's:^    <version>\(.*\)</version>:\1:p' "$ROOT/pom.xml" | head -n 1)"
    if [[ "$version" != *-SNAPSHOT ]]; then
        printf '%s\n' "$version"
    elif ! git -C "$ROOT" rev-parse HEAD >/dev/null 2>&1; then
        printf '%s~local\n' "${version%-SNAPSHOT}"
    else
        printf '%s~git%s.%s%s\n' "${version%-SNAPSHOT}" "$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d.%H%M%S)" \
            "$(git -C "$ROOT" rev-parse --short=8 HEAD)" "$([[ -z "$(git -C "$ROOT" status --porcelain)" ]] || printf '+changed')"
    fi
}

# Every time in the package is that of the commit.
set_epoch() {
    SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || printf 1735689600)}"
    export SOURCE_DATE_EPOCH
}

need_tools() {
    command -v dpkg-deb >/dev/null || apt_install dpkg || die "no dpkg-deb found: packages are made on Debian and its kin"
    command -v readelf >/dev/null || apt_install binutils || die "no readelf found: install binutils"
    command -v unzip >/dev/null || apt_install unzip || die "no unzip found: install it"
}

package() {
    local runtime_only="" check="" jar="" version="" arch
    local -a archs=()
    while [[ $# -gt 0 ]]; do
        case "$1" in
            --arch) archs+=("${2:?}") && shift 2 ;;
            --runtime-only) runtime_only=yes && shift ;;
            --check-runtime) check=yes && shift ;;
            --jar) jar="${2:?}" && shift 2 ;;
            --version) version="${2:?}" && shift 2 ;;
            --help) package_help && return ;;
            *) package_help >&2 && return 2 ;;
        esac
    done
    need_tools
    need_jdk
    set_epoch
    version="${version:-$(package_version)}"
    [[ ${#archs[@]} -gt 0 ]] || archs=("$(dpkg --print-architecture)")
    for arch in "${archs[@]}"; do
        make_runtime "$arch"
        size_line "runtime $arch" "$(runtime_folder "$arch")"
    done
    if [[ -n "$check" || -z "$runtime_only" ]]; then
        build_if_stale "$JAR"
        jar="${jar:-$JAR}"
    fi
    if [[ -z "$runtime_only" ]]; then
        size_line jar "$jar"
        for arch in "${archs[@]}"; do
            make_package "$arch" "$version" "$jar"
        done
    fi
    if [[ -n "$check" ]]; then
        # shellcheck source=runtime-test.sh
        source "$PARTS/runtime-test.sh"
        check_runtime "$(runtime_folder "$(dpkg --print-architecture)")" "$jar"
    fi
}

size_line() {
    printf '%-16s %12d bytes  %s\n' "$1" "$(du -sb "$2" | cut -f 1)" "${2#"$ROOT/"}"
}

# Lays the tree of one package out in image/target/tree-ARCH and packs it.
make_package() {
    local arch="$1" version="$2" jar="$3" tree deb
    tree="$ROOT/image/target/tree-$arch"
    deb="$ROOT/image/target/larder_${version}_$arch.deb"
    rm -rf "$tree"
    mkdir -p "$tree/DEBIAN" "$tree/usr/lib/larder" "$tree/etc/larder" "$tree/usr/share/doc/larder"
    lay_program "$tree" "$arch" "$jar"
    lay_units "$tree"
    lay_documents "$tree" "$version" "$jar"
    lay_control "$tree" "$arch" "$version"
    # Rights are what they are for, whatever this machine's umask is.
    find "$tree" -type d -exec chmod 0755 {} +
    find "$tree" -type f -perm -u+x -exec chmod 0755 {} +
    find "$tree" -type f ! -perm -u+x -exec chmod 0644 {} +
    chmod 0640 "$tree/etc/larder/larder.yaml"
    find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    # One thread: how many there are decides about the bytes. Most of it is packed already: more effort takes four
    # times as long for one part in thirty.
    dpkg-deb --root-owner-group -Zxz -z1 --threads-max=1 --build "$tree" "$deb" >/dev/null
    size_line "package $arch" "$deb"
}

lay_program() {
    local tree="$1" arch="$2" jar="$3" machine=x86_64
    [[ "$arch" != arm64 ]] || machine=aarch64
    cp -r "$PARTS/files/." "$tree/"
    cp "$jar" "$tree/usr/lib/larder/larder.jar"
    cp -r "$(runtime_folder "$arch")" "$tree/usr/lib/larder/runtime"
    mv "$tree/usr/lib/larder/runtime/legal" "$tree/usr/share/doc/larder/java"
    cp "$UNITS"/*.options "$tree/usr/lib/larder/"
    # Otherwise each start unpacks it once more to /tmp.
    unzip -p "$jar" "org/sqlite/native/Linux/$machine/libsqlitejdbc.so" >"$tree/usr/lib/larder/libsqlitejdbc.so"
}

lay_units() {
    local tree="$1" unit
    mkdir -p "$tree/usr/lib/systemd/system" "$tree/usr/lib/sysusers.d"
    for unit in "$UNITS"/*.service "$UNITS"/*.timer "$UNITS"/*.target; do
        [[ ! -e "$unit" ]] || cp "$unit" "$tree/usr/lib/systemd/system/"
    done
    cp "$UNITS/larder.sysusers" "$tree/usr/lib/sysusers.d/larder.conf"
    if [[ -e "$UNITS/larder.tmpfiles" ]]; then
        mkdir -p "$tree/usr/lib/tmpfiles.d"
        cp "$UNITS/larder.tmpfiles" "$tree/usr/lib/tmpfiles.d/larder.conf"
    fi
    if [[ -e "$UNITS/journald-larder.conf" ]]; then
        mkdir -p "$tree/usr/lib/systemd/journald.conf.d"
        cp "$UNITS/journald-larder.conf" "$tree/usr/lib/systemd/journald.conf.d/larder.conf"
    fi
}

# Pages, completion and configuration come from the program itself: they cannot say what it does not know.
lay_documents() {
    local tree="$1" version="$2" jar="$3" doc="$1/usr/share/doc/larder" made
    made="$(mktemp -d)"
    "$JAVA_HOME/bin/java" -jar "$JAR" manual "$made"
    mkdir -p "$tree/usr/share/man" "$tree/usr/share/bash-completion/completions"
    cp -r "$made/man1" "$tree/usr/share/man/"
    gzip -9n "$tree"/usr/share/man/man1/*.1
    # picocli dates the script and names the machine's shell in its first line.
    sed -e '1d' -e '/^# Date: /d' "$made/larder" >"$tree/usr/share/bash-completion/completions/larder"
    rm -r "$made"
    # A program of before, in a trial, may not know how.
    "$JAVA_HOME/bin/java" -jar "$jar" config --blank >"$tree/etc/larder/larder.yaml" 2>/dev/null \
        || printf '# larder config shows every key.\n' >"$tree/etc/larder/larder.yaml"
    cp "$ROOT/README.md" "$doc/"
    cp -r "$ROOT/docs/." "$doc/"
    cp -r "$PARTS/examples" "$doc/examples"
    cp "$PARTS/debian/copyright" "$doc/copyright"
    changelog "$version" | gzip -9n >"$doc/changelog.gz"
}

changelog() {
    printf 'larder (%s) unstable; urgency=medium\n\n' "$1"
    printf '  * Built from %s.\n\n' "$(git -C "$ROOT" rev-parse HEAD 2>/dev/null || printf 'a source archive')"
    printf ' -- %s  %s\n' "$(sed -n 's/^Maintainer: //p' "$PARTS/debian/control")" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")"
}

lay_control() {
    local tree="$1" arch="$2" version="$3" script kilobytes
    mkdir -p "$tree/usr/share/lintian/overrides"
    cp "$PARTS/debian/lintian-overrides" "$tree/usr/share/lintian/overrides/larder"
    for script in preinst postinst prerm postrm; do
        sed -e "s/@UNITS@/$(cd "$tree/usr/lib/systemd/system" && echo larder*)/" "$PARTS/debian/$script" >"$tree/DEBIAN/$script"
        chmod 0755 "$tree/DEBIAN/$script"
    done
    printf '/etc/larder/larder.yaml\n' >"$tree/DEBIAN/conffiles"
    # As Debian counts: whole kilobytes of each file, one for anything else.
    kilobytes="$(find "$tree" -path "$tree/DEBIAN" -prune -o -type f -printf '%s\n' -o -printf '1\n' | awk '{sum += int(($1 + 1023) / 1024)} END {print sum}')"
    sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@SIZE@/$kilobytes/" \
        -e "s/@LIBRARIES@/$(libraries_of "$tree/usr/lib/larder")/" "$PARTS/debian/control" >"$tree/DEBIAN/control"
    (cd "$tree" && find . -type f ! -path './DEBIAN/*' ! -path ./etc/larder/larder.yaml -printf '%P\n' | LC_ALL=C sort \
        | xargs -d '\n' md5sum) >"$tree/DEBIAN/md5sums"
}
