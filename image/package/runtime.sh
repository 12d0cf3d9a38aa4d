# Makes the Java runtime of a package: what the program needs of a JDK, and no more. Sourced.
# shellcheck shell=bash

# jdeps names them, but for java.desktop: only the YAML reader's way to set fields of Java beans wants that, and
# nothing here is one. Nothing is loaded by name from a module that is not among them: runtime-test.sh sees to it.
readonly MODULES=java.base,java.logging,java.management,java.net.http,java.security.jgss,java.security.sasl,java.sql,jdk.unsupported

runtime_folder() { printf '%s\n' "$ROOT/image/target/runtime-$1"; }

# Makes image/target/runtime-$1, unless it is there and of the same JDK.
make_runtime() {
    local arch="$1" folder jmods="" from
    local -a path=()
    folder="$(runtime_folder "$arch")"
    if [[ "$arch" == "$(dpkg --print-architecture)" ]]; then
        # A JDK without jmods links from its own run-time image.
        jmods="$JAVA_HOME/jmods"
        from="$(sha256sum <"$JAVA_HOME/release")"
    else
        from="$(fetch_jmods "$arch")" || die "no JDK for $arch: this machine's package sources do not lead to openjdk-25-jdk-headless of $RELEASE"
        jmods="$(find "$ROOT/image/target/jdk-$arch" -type d -name jmods)"
    fi
    if [[ -d "$jmods" ]]; then
        path=(--module-path "$jmods")
    fi
    if [[ -f "$folder.from" && "$(<"$folder.from")" == "$from $MODULES" ]]; then
        return
    fi
    say "linking the runtime for $arch"
    rm -rf "$folder" "$folder.from"
    # 25.0.5 of Debian carries 600 MB of debuginfo; --strip-debug would call objcopy, which knows one architecture.
    "$JAVA_HOME/bin/jlink" "${path[@]}" --add-modules "$MODULES" --strip-java-debug-attributes --compress zip-6 \
        --no-header-files --no-man-pages --exclude-files '**.debuginfo' --output "$folder" \
        || die "jlink could not link the runtime for $arch"
    # For development tools that look into it, and a second program that asks for passwords: no box needs them.
    rm -f "$folder/lib/jrt-fs.jar" "$folder/lib/jexec" "$folder/bin/keytool"
    printf '%s' "$from $MODULES" >"$folder.from"
}

# Unpacks the JDK of $RELEASE for architecture $1 and prints which one it is.
fetch_jmods() {
    local arch="$1" deb folder="$ROOT/image/target/jdk-$1"
    see_release "$RELEASE" "$arch" || return 1
    deb="$(fetch_package openjdk-25-jdk-headless "$ROOT/image/target/debs-$arch")" && [[ -n "$deb" ]] || return 1
    if [[ ! -f "$folder/$(basename "$deb")" ]]; then
        rm -rf "$folder"
        mkdir -p "$folder"
        dpkg-deb -x "$deb" "$folder" || return 1
        touch "$folder/$(basename "$deb")"
    fi
    basename "$deb"
}

# The C library and others that the programs in folder $1 want, as a list of Debian's packages.
libraries_of() {
    local folder="$1" newest
    local -a files=()
    mapfile -t files < <(find "$folder" -type f \( -name '*.so' -o -perm -u+x \))
    newest="$(readelf -V "${files[@]}" 2>/dev/null | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)"
    printf 'libc6 (>= %s)' "${newest#GLIBC_}"
    readelf -d "${files[@]}" 2>/dev/null | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u | while read -r library; do
        case "$library" in
            libz.so.1) printf ', zlib1g' ;;
            libstdc++.so.6) printf ', libstdc++6' ;;
            libgcc_s.so.1) printf ', libgcc-s1' ;;
            libc.so.6 | libm.so.6 | libdl.so.2 | libpthread.so.0 | librt.so.1 | ld-linux*) ;;
            *) [[ -n "$(find "$folder" -name "$library")" ]] || die "$library is of no package that this script knows" ;;
        esac
    done
}
