# Starts a built image in an emulated machine and does to it what years do: ./larder image-test. Read by the launcher,
# whose functions it uses.
# shellcheck shell=bash disable=SC2016 # much is meant for the shell of the machine

# shellcheck disable=SC2153 # the launcher's
# shellcheck source=image/disk/image.sh
source "$ROOT/image/disk/image.sh"
# shellcheck source=image/disk/machine.sh
source "$ROOT/image/disk/machine.sh"

image_test_help() {
    cat <<'END'
Usage: ./larder image-test [--keep] [first|watchdog|memory|reset|uefi]...

Boots image/target/larder-amd64.img (made by ./larder image) in qemu without any acceleration and prints what was done,
how long it took and whether it came out right. All without words; each test goes on where the one before ended.

  first      first start: owner's file taken, data partition grown, read-only root, clock, uploads answered OK
  watchdog   process 1 dies: the watchdog resets the machine. A bad larder.yaml meanwhile stops nothing
  memory     the box is killed for want of memory, and is there again
  reset      the owner's factory reset
  uefi       the same disk started by UEFI firmware

LARDER_SLOW=4 waits four times as long for everything, on a machine that does other things meanwhile.

Exit code: 0 all as promised, 1 not.
END
}

want_for_test() {
    local program package
    while read -r program package; do
        command -v "$program" >/dev/null || apt_install "$package" || die "no $program: install $package"
    done <<'END'
qemu-system-x86_64 qemu-system-x86
mcopy mtools
python3 python3-minimal
END
}

FAILED=0

# Runs the test $1 and prints its line.
trial() {
    local begun="$SECONDS" verdict=ok
    NOTES=""
    "trial_$1" || { verdict=FAILED FAILED=1; cp "$WORK/console.log" "$OUT/console-$1.log" 2>/dev/null; }
    printf '%s\t%s s\t%s\t%s\n' "$1" "$((SECONDS - begun))" "$verdict" "$NOTES" | tee -a "$OUT/trials.tsv" | column -t -s $'\t' >&2
}

# Says which check did not hold; further words are the command that is to succeed.
check() {
    local what="$1"
    shift
    "$@" || { say "not so: $what"; return 1; }
}

noted() { NOTES="${NOTES:+$NOTES, }$*"; }

accepting() {
    wait_for 'larder: accepting uploads after' "${1:-300}" || return 1
    noted "$(grep -o 'after [0-9]* s' <<<"$SAID")"
}

has_punch() { grep -qw "$1" <<<"$PUNCHES" || { say "the punch of $1 is missing"; return 1; }; }

new_disk() {
    cp --sparse=always "$OUT/larder-amd64.img" "$WORK/disk.img"
    truncate -s 3G "$WORK/disk.img"
    printf 'appliance:\r\n  hostname: canteen-east\r\nadmission:\r\n  policy: open\r\n' >"$WORK/larder.yaml"
    owner_put larder.yaml "$WORK/larder.yaml"
    printf 'set extra="systemd.debug_shell systemd.default_debug_tty=ttyS1 larder.health-seconds=%s"\n' "$((100 * SLOW))" >"$WORK/extra.cfg"
    owner_put grub/extra.cfg "$WORK/extra.cfg"
}

trial_first() {
    local begun="$SECONDS"
    new_disk
    power_on
    upload_within 9001 300 || return 1
    noted "power to first OK $((SECONDS - begun)) s"
    accepting || return 1
    check 'a claim code is shown' wait_for 'claim code: ([A-Z0-9]{5}-){3}[A-Z0-9]{5}' 10 || return 1
    check 'the root is read-only' inside 'findmnt -no FSTYPE,OPTIONS / | grep -q "squashfs.*ro"' || return 1
    check 'the data partition has grown' inside '[ "$(df --output=size -m /var | tail -n 1)" -gt 1500 ]' || return 1
    check 'temporary files are in memory, nothing is swapped' inside 'findmnt -no FSTYPE /tmp | grep -qx tmpfs && [ "$(wc -l </proc/swaps)" = 1 ]' || return 1
    check 'the journal is in memory' inside '[ ! -e /var/log/journal ] && ls -d /run/log/journal/*' || return 1
    check 'the clock is not behind the system' inside '[ "$(date +%s)" -ge "$(stat -c %Y /usr/lib/clock-epoch)" ]' || return 1
    check 'the name is the owner'"'"'s' inside '[ "$(cat /proc/sys/kernel/hostname)" = canteen-east ]' || return 1
    check 'nobody can log in, nothing else listens' inside '! systemctl --quiet is-active getty@tty1 serial-getty@ttyS0 && ! command -v sshd' || return 1
    check 'what was taken is written back' inside 'grep -qx "admission.policy: open" /boot/firmware/larder-applied.txt' || return 1
    noted "$(inside 'echo "resident $(($(systemctl show -P MemoryCurrent larder) >> 20)) MiB"')"
}

trial_watchdog() {
    inside 'printf "terminal:\n  prot: 1\n" >/boot/firmware/larder.yaml; sync; cat /sys/class/watchdog/watchdog0/identity' || return 1
    printf 'kill -SEGV 1\n' >&3
    accepting 360 || return 1
    check 'the reason is shown' wait_for 'larder.yaml was refused: .*terminal.prot is no key' 10 || return 1
    upload_within 9002 60 || return 1
    check 'the reason is on the boot partition' inside 'grep -q "REFUSED.*terminal.prot" /boot/firmware/larder-applied.txt' || return 1
    PUNCHES="$(punches)"
    has_punch 9001 && has_punch 9002
}

trial_memory() {
    local before after
    before="$(inside 'systemctl show -P MainPID larder')"
    inside 'systemctl set-property --runtime larder MemoryMax=24M; sleep 8; systemctl set-property --runtime larder MemoryMax=384M' || return 1
    upload_within 9003 120 || return 1
    after="$(inside 'systemctl show -P MainPID larder')"
    check 'another process serves' [ "$before" != "$after" ] || return 1
    check 'it was memory' inside 'journalctl -b -u larder | grep -qiE "oom"' || return 1
}

trial_reset() {
    inside 'touch /boot/firmware/factory-reset.txt; sync; rm /boot/firmware/larder.yaml; cp /var/lib/larder-image/machine-id /boot/firmware/was; sync; systemctl reboot' >/dev/null
    wait_for 'larder: factory reset' 120 || return 1
    accepting || return 1
    check 'it is a new box' inside '! cmp -s /etc/machine-id /boot/firmware/was && ! ls /boot/firmware/factory-reset* 2>/dev/null' || return 1
    check 'unknown terminals wait to be let in' bash -c "! $(declare -f request upload); HTTP_PORT=$HTTP_PORT SN=$SN upload 9006" || return 1
    PUNCHES="$(punches)"
    check 'no record is left' [ "$(grep -c 2026-01-01 <<<"$PUNCHES")" = 0 ] || return 1
    check 'what was there is deleted' inside 'for i in 1 2 3 4 5 6 7 8 9 10; do ls -d /data/gone-* 2>/dev/null || break; sleep 2; done; ! ls -d /data/gone-* 2>/dev/null' 60
}

trial_uefi() {
    [[ -f /usr/share/OVMF/OVMF_CODE.fd ]] || apt_install ovmf || { noted 'skipped, because there is no OVMF'; return 0; }
    power_off
    new_disk
    power_on -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE.fd
    upload_within 9001 400
}

image_test() {
    local keep=0 name
    local -a names=()
    while [[ $# -gt 0 ]]; do
        case "$1" in
            first | watchdog | memory | reset | uefi) names+=("$1") && shift ;;
            --keep) keep=1 && shift ;;
            --help) image_test_help && return ;;
            *) image_test_help >&2 && return 2 ;;
        esac
    done
    [[ ${#names[@]} -gt 0 ]] || names=(first watchdog memory reset uefi)
    want_for_test
    WORK="$(mktemp -d "${TMPDIR:-/tmp}/larder-image.XXXXXX")"
    # shellcheck disable=SC2064 # the folder of now
    trap "power_off; [[ $keep == 1 ]] || rm -rf '$WORK'" EXIT
    printf 'test\ttime\tverdict\tnotes\n' >"$OUT/trials.tsv"
    for name in "${names[@]}"; do trial "$name"; done
    column -t -s $'\t' "$OUT/trials.tsv"
    return "$FAILED"
}
