# Power cuts of a running image, made out of what its disk logged. Read by test.sh.
# shellcheck shell=bash

# A run of $1 seconds of uploads from the first start on, with every write and flush logged.
record_run() {
    new_disk amd64
    cp --sparse=always "$WORK/disk.img" "$WORK/base.img"
    truncate -s 16G "$WORK/log.img"
    DRIVE="driver=blklogwrites,file.driver=raw,file.file.driver=file,file.file.filename=$WORK/disk.img,log.driver=raw,log.file.driver=file,log.file.filename=$WORK/log.img,if=virtio" power_on
    accepting || return 1
    RECORDED="$(python3 "$DISK/cuts.py" record "$HTTP_PORT" "$WORK/log.img" "$1" "$WORK/acknowledged")" || return 1
    power_off
}

BOX="" # process id of the program that judges

# Becomes the program of the image, here.
of_the_image() {
    export LARDER_LIB="$OUT/root-amd64/usr/lib/larder" LARDER_CACHE="$WORK"
    exec "$LARDER_LIB/run" "$@"
}

# Starts the box of the image on the data of a cut, here. What the first start did not get to is not there: then it is a new box.
judge_here() {
    local folder="$WORK/data" code=0
    e2fsck -p "$WORK/cut.img" >"$WORK/judge.log" 2>&1 || [[ $? -lt 4 ]] || e2fsck -fy "$WORK/cut.img" >>"$WORK/judge.log" 2>&1 || [[ $? -lt 4 ]] || return 1
    mkdir -p "$folder"
    mount -o loop,noatime "$WORK/cut.img" "$folder" || return 1
    mkdir -p "$folder/var/lib/larder"
    HTTP_PORT="$(free_port)"
    of_the_image serve --data "$folder/var/lib/larder" \
        --set "terminal.port=$HTTP_PORT" --set terminal.host=127.0.0.1 --set "console.port=$(free_port)" --set admission.policy=open >>"$WORK/judge.log" 2>&1 &
    BOX=$!
    upload_within 9999 60 || code=1
    [[ "$code" == 1 ]] || (of_the_image export --data "$folder/var/lib/larder" --kind punch --format csv) \
        >"$WORK/export.csv" 2>>"$WORK/judge.log" || code=1
    box_ends
    umount "$folder" || code=1
    return "$code"
}

box_ends() {
    [[ -n "$BOX" ]] || return 0
    kill "$BOX" 2>/dev/null || true
    wait "$BOX" 2>/dev/null || true
    BOX=""
}

judge_booted() {
    local code=0
    mv "$WORK/cut.img" "$WORK/disk.img"
    power_on
    accepting 400 && upload_within 9999 60 && punches >"$WORK/export.csv" || code=1
    power_off
    return "$code"
}

image_cuts() {
    local cuts=200 every=50 seed=20261128 seconds=60 begun="$SECONDS" start length size point answer number=0 booted=0 bad=0 most=0
    while [[ $# -gt 0 ]]; do
        case "$1" in
            --cuts) cuts="${2:?}" && shift 2 ;;
            --booted) every="${2:?}" && shift 2 ;;
            --seed) seed="${2:?}" && shift 2 ;;
            --seconds) seconds="${2:?}" && shift 2 ;;
            *) image_test_help >&2 && return 2 ;;
        esac
    done
    want_for_test
    WORK="$(mktemp -d "${TMPDIR:-/tmp}/larder-image.XXXXXX")"
    # shellcheck disable=SC2064 # the folder of now
    trap "power_off; box_ends; umount '$WORK/data' 2>/dev/null || true; rm -rf '$WORK'" EXIT
    NOTES=""
    record_run "$seconds" || return 1
    say "recorded: ${RECORDED% *} uploads answered OK, ${RECORDED#* } writes and flushes ($NOTES)"
    read -r start length < <(python3 "$DISK/cuts.py" partition "$WORK/disk.img")
    size="$(stat -c %s "$WORK/disk.img")"
    python3 "$DISK/cuts.py" plan "$WORK/log.img" "$cuts" "$seed" >"$WORK/plan"
    : >"$WORK/verdicts"
    while read -r point; do
        number=$((number + 1)) answer=""
        if ((every > 0 && number % every == 0)); then
            booted=$((booted + 1))
            python3 "$DISK/cuts.py" cut "$WORK/base.img" "$WORK/log.img" "$point" "$seed" "$WORK/cut.img" 0 "$size"
            judge_booted || answer="did not accept again"
        else
            python3 "$DISK/cuts.py" cut "$WORK/base.img" "$WORK/log.img" "$point" "$seed" "$WORK/cut.img" "$start" "$length"
            judge_here || answer="did not accept again"
        fi
        [[ -n "$answer" ]] || answer="$(python3 "$DISK/cuts.py" missing "$WORK/acknowledged" "$point" "$WORK/export.csv")" || answer="LOST: $answer"
        if [[ "$answer" =~ ^[0-9]+\ 0$ ]]; then
            most="${answer% *}"
        else
            bad=$((bad + 1))
            say "cut $number after $point entries: $answer"
            cp "$WORK/judge.log" "$OUT/judge-$point.log" 2>/dev/null || true
        fi
        ((number % 20)) || say "$number cuts judged, $bad bad, $((SECONDS - begun)) s"
    done <"$WORK/plan"
    printf 'cuts\tbooted\tuploads answered OK\twrites and flushes\towed at the last cut\tbad\ttime\n%s\t%s\t%s\t%s\t%s\t%s\t%s s\n' \
        "$number" "$booted" "${RECORDED% *}" "${RECORDED#* }" "$most" "$bad" "$((SECONDS - begun))" | tee "$OUT/cuts.tsv" | column -t -s $'\t'
    [[ "$bad" == 0 ]]
}
