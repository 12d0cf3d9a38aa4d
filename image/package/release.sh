# Packages of the Debian release that boxes run, from the package sources that this machine has: the same
# sources, with the name of the release changed. Sourced; uses say and die of the launcher.
# shellcheck shell=bash

# Whose Java and C library the packages and images are made of.
# shellcheck disable=SC2034 # used by the scripts that read this one
readonly RELEASE=trixie

# The name of the release that this machine runs.
own_release() {
    # shellcheck source=/dev/null
    (source /etc/os-release && printf '%s\n' "${VERSION_CODENAME:-}")
}

# Writes this machine's own sources, changed to release $1, into folder $2.
write_sources() {
    local release="$1" folder="$2" own file
    own="$(own_release)"
    mkdir -p "$folder"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        if [[ -f "$file" ]] && grep -qE "^(Suites:|deb ).*\b$own\b" "$file"; then
            grep -v '^#' "$file" | sed -E "/^(Suites:|deb(-src)? )/ s/\b$own\b/$release/g" >"$folder/$(basename "$file")"
        fi
    done
    [[ -n "$(ls "$folder")" ]]
}

# Sets APT to the options with which apt sees release $1 for architecture $2 and leaves this machine's own state
# alone; reads the lists. Fails when this machine cannot get at that release.
see_release() {
    local release="$1" arch="$2" folder="$ROOT/image/target/apt-$1-$2"
    mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial"
    : >"$folder/status"
    rm -rf "$folder/sources"
    write_sources "$release" "$folder/sources" || return 1
    APT=(
        -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$folder/sources"
        -o "Dir::State::Lists=$folder/lists" -o "Dir::State::status=$folder/status" -o "Dir::Cache=$folder/cache"
        -o "APT::Architecture=$arch" -o "APT::Architectures::=$arch" -o "APT::Sandbox::User=root"
    )
    apt-get -qq "${APT[@]}" update >"$folder/update.log" 2>&1 && ! grep -q '^[EW]: Failed' "$folder/update.log"
}

# Puts package $1 of the release that see_release chose into folder $2 and prints its file.
fetch_package() {
    local package="$1" folder="$2"
    mkdir -p "$folder"
    (cd "$folder" && rm -f "${package}"_*.deb && apt-get -qq "${APT[@]}" download "$package" >&2) || return 1
    find "$folder" -name "${package}_*.deb"
}
