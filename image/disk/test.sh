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
Usage: ./larder image-test [--keep] [first|watchdog|owner|memory|update|broken|failing|damage|lost|backup|reset|uefi|pi|pi_update|pi_broken]...
       ./larder image-test cuts [--cuts N] [--booted K] [--seed N]

Boots image/target/larder-amd64.img (made by ./larder image) in qemu without any acceleration and prints what was done,
how long it took and whether it came out right. All but those of the Pi without words; each test goes on where the one before ended.

  first      first start: owner's file taken, data partition grown, read-only root, clock, uploads answered OK, larder doctor clean
  watchdog   process 1 dies: the watchdog resets the machine. A bad larder.yaml meanwhile stops nothing
  owner      a larder.yaml with which the box does not start: what was there before is taken again
  memory     the box is killed for want of memory, and is there again
  update     a signed update from a stick, the power cut in the middle of it, then for good; a forged one is refused
  broken     an update on the boot partition whose box does not start: the machine comes back to the version before by itself
  failing    the file system of the data partition fails while the box runs: what is answered OK then is there after the
             plug was pulled; without that it is noticed, and started again
  damage     the start of the data partition is lost: 64 KiB, 16 MiB
  lost       all of the data partition, and the partition itself; the owner has it formatted
  backup     a stick with a folder for backups; a new box takes it back, and takes nothing when it is damaged
  reset      the owner's factory reset
  uefi       the same disk started by UEFI firmware
  pi         image/target/larder-arm64.img in an emulated Raspberry Pi 3, to an upload that is answered OK;
             pi_update and pi_broken go on with what update and broken do
  cuts       power cuts out of a recorded run; every K-th is really booted (0: none), the others are judged here

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
sfdisk fdisk
partx util-linux
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

system_is() { check "version $2 runs as system $1" inside "grep -q rauc.slot=$1 /proc/cmdline && grep -qx '$2' /usr/lib/larder-image/version"; }

# Whether each punch that was answered OK on this disk is there, once.
has_all() {
    local each there
    there="$(punches)" || return 1
    for each in "${TAKEN[@]}"; do
        [[ "$(grep -cw "$each" <<<"$there")" == 1 ]] || { say "the punch of $each is there $(grep -cw "$each" <<<"$there") times"; return 1; }
    done
    noted "${#TAKEN[@]} punches kept"
}

# Without a time server a person says what time it is; then nothing is wrong any more.
healthy() {
    local said
    said="$(inside 'larder clock confirm "$(date -u +%FT%T)" && larder doctor' 240)" || { printf '%s\n' "$said" >&2; return 1; }
}

# The disk of a machine of the kind $1 that was never started.
new_disk() {
    local file address="" extra="systemd.debug_shell systemd.default_debug_tty=ttyS1 larder.health-seconds="
    # Seconds an update may take to be written: the emulated Pi's card is by far the slower.
    TAKEN=() MODEL="$1" INSTALLED_WITHIN=240
    # The Pi's emulated network card may begin with another address of its own, and what is forwarded goes to one place.
    [[ "$MODEL" == amd64 ]] || address=$'  address: 10.0.2.15/24\r\n'
    cp --sparse=always "$OUT/larder-$MODEL.img" "$WORK/disk.img"
    truncate -s 4G "$WORK/disk.img"
    printf 'appliance:\r\n  hostname: canteen-east\r\n  adress: 10.0.2.9\r\n%sadmission:\r\n  policy: open\r\n' "$address" >"$WORK/larder.yaml"
    owner_put larder.yaml "$WORK/larder.yaml"
    if [[ "$MODEL" == amd64 ]]; then
        printf 'set extra="%s%s"\n' "$extra" "$((100 * SLOW))" >"$WORK/extra"
        owner_put grub/extra.cfg "$WORK/extra"
    else
        INSTALLED_WITHIN=1500
        # What the emulator lacks is not loaded, and its watchdog bites as soon as it is asked to watch.
        printf 'extra=%s%s systemd.watchdog_sec=off module_blacklist=vc4,bluetooth,hci_uart,btbcm,brcmfmac,snd_bcm2835\n' \
            "$extra" "$((200 * SLOW))" >"$WORK/extra"
        owner_put extra.txt "$WORK/extra"
        for file in u-boot.bin bcm2837-rpi-3-b.dtb; do owner_get "$file" >"$WORK/$file"; done
    fi
}

trial_first() {
    local begun="$SECONDS"
    power_off
    new_disk amd64
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
    check 'what was taken is written back, and what was not' \
        inside 'grep -qx "admission.policy: open" /boot/firmware/larder-applied.txt && grep -q "REFUSED: appliance.adress is no key" /boot/firmware/larder-applied.txt' || return 1
    check 'larder doctor finds nothing' healthy || return 1
    check 'and says so in both languages' \
        inside 'systemctl start larder-doctor && LC_ALL= LANG=zh_CN.UTF-8 larder doctor >/run/zh && grep -q "^$(head -c 12 /run/zh)" /boot/firmware/larder-doctor.txt && grep -q 一切正常 /run/zh && grep -q "^All is well" /boot/firmware/larder-doctor.txt' 240 || return 1
    noted "$(inside 'awk "/VmRSS/ { print \"resident\", int(\$2 / 1024), \"MiB\" }" "/proc/$(systemctl show -P MainPID larder)/status"')"
}

trial_watchdog() {
    inside 'printf "terminal:\n  prot: 1\n" >/boot/firmware/larder.yaml; sync; cat /sys/class/watchdog/watchdog0/identity' || return 1
    printf 'kill -SEGV 1\n' >&3
    accepting 360 || return 1
    check 'the reason is shown' wait_for 'larder.yaml was refused: .*terminal.prot is no key' 10 || return 1
    upload_within 9002 60 || return 1
    check 'the reason is on the boot partition' inside 'grep -q "REFUSED.*terminal.prot" /boot/firmware/larder-applied.txt' || return 1
    has_all
}

trial_owner() {
    inside 'printf "admission:\n  policy: open\ntls:\n  certificate: none.pem\n  key: none.key\n" >/boot/firmware/larder.yaml; sync; systemctl reboot' >/dev/null
    check 'the box ends with it' wait_for 'larder.yaml was refused, what was there before is taken again: .*tls.certificate' 360 || return 1
    accepting 360 || return 1
    check 'the reason is on the boot partition, and what is taken' \
        inside 'grep -q "REFUSED.*tls.certificate" /boot/firmware/larder-applied.txt && grep -qx "admission.policy: open" /boot/firmware/larder-applied.txt' || return 1
    upload_within 9011 60 || return 1
    has_all
}

trial_memory() {
    local before after
    before="$(inside 'systemctl show -P MainPID larder')"
    inside 'systemctl set-property --runtime larder MemoryMax=24M; sleep 8; systemctl set-property --runtime larder MemoryMax=384M' || return 1
    upload_within 9003 120 || return 1
    after="$(inside 'systemctl show -P MainPID larder')"
    check 'another process serves' [ "$before" != "$after" ] || return 1
    check 'it was memory' inside 'journalctl -b -u larder | grep -qiE "oom"' || return 1
    has_all
}

# A version of the built root with changes of its own: $1 version, further words a command that gets the root.
variant() {
    local version="$1" root="$OUT/root-variant"
    shift
    rm -rf "$root"
    cp -al "$OUT/root-$MODEL" "$root"
    rm "$root/usr/lib/larder-image/version" "$root/usr/lib/clock-epoch" "$root/etc/rauc/keyring.pem"
    "$@" "$root"
    finish_root "$root" "$version"
    pack_root "$root" "$OUT/variant" "$MODEL"
    make_bundle "$OUT/variant" "$version" "$WORK/larder-$version.raucb" "$MODEL"
    rm -rf "$root" "$OUT/variant"
}

# A stick with the file $1 on it; without one it is empty and can be written.
stick() {
    local port=bus=usb.0 readonly=on
    [[ "$MODEL" == amd64 ]] || port=port=1.2
    rm -f "$WORK/stick.img"
    truncate -s 1G "$WORK/stick.img"
    mkfs.vfat -n STICK "$WORK/stick.img" >/dev/null
    if [[ $# -gt 0 ]]; then mcopy -i "$WORK/stick.img" "$1" ::; else readonly=off; fi
    STICK=(-drive "if=none,id=stick,format=raw,file=$WORK/stick.img,readonly=$readonly" -device "usb-storage,$port,drive=stick")
}

VERSION_NOW() { cat "$OUT/root-$MODEL/usr/lib/larder-image/version"; }

trial_update() {
    local old new begun
    old="$(VERSION_NOW)" new="$(VERSION_NOW).1"
    variant "$new" true
    # One that another key signed.
    (
        mkdir -p "$WORK/forged" && OUT="$WORK/forged" make_keys
        KEY="$WORK/forged/keys/key.pem" CERT="$WORK/forged/keys/cert.pem"
        make_bundle "$OUT/system-$MODEL" "$new.9" "$WORK/larder-$new.9.raucb" "$MODEL"
    )
    power_off
    stick "$WORK/larder-$new.raucb"
    mcopy -i "$WORK/stick.img" "$WORK/larder-$new.9.raucb" ::
    power_on "${STICK[@]}"
    check 'the forged update is refused' wait_for "larder-${new//+/[+]}.9.raucb is no update that this box trusts" 300 || return 1
    wait_for "installing larder-${new//+/[+]}.raucb" 60 || return 1
    sleep 4
    power_off
    noted "cut 4 s into installing"
    power_on "${STICK[@]}"
    accepting || return 1
    system_is A "$old" || return 1
    wait_for "installing larder-${new//+/[+]}.raucb" 120 || return 1
    begun="$SECONDS"
    wait_for "installed version ${new//+/[+]}" "$INSTALLED_WITHIN" || return 1
    noted "installed in $((SECONDS - begun)) s"
    accepting || return 1
    system_is B "$new" || return 1
    upload_within 9004 30 || return 1
    has_all
}

break_box() { rm "$1/usr/lib/larder/larder.jar" && echo broken >"$1/usr/lib/larder/larder.jar"; }

trial_broken() {
    local bad now
    now="$(VERSION_NOW).1" bad="$(VERSION_NOW).2"
    variant "$bad" break_box
    power_off
    check 'the update fits on the boot partition' owner_put "larder-$bad.raucb" "$WORK/larder-$bad.raucb" || return 1
    power_on
    accepting || return 1
    wait_for "installed version ${bad//+/[+]}" "$INSTALLED_WITHIN" || return 1
    check 'the broken one is started and judged' wait_for 'this system is not good: back to the other one' 600 || return 1
    accepting || return 1
    system_is B "$now" || return 1
    check 'it is not tried again' wait_for "version ${bad//+/[+]}, was tried and did not work" 60 || return 1
    upload_within 9005 30 && has_all || return 1
    inside 'rm /boot/firmware/*.raucb; sync'
}

refused() { ! upload "$1" 2>/dev/null; }

# Overwrites the first $1 bytes of the data partition with zeros.
data_lost() {
    local at
    at="$(partx -g -o START -n 4 "$WORK/disk.img")"
    fallocate --punch-hole --offset "$((at * 512))" --length "$1" "$WORK/disk.img"
}

# Whether the machine says that it takes nothing, and why, and takes nothing.
takes_nothing() {
    check 'it says that it takes nothing' wait_for 'NO DATA PARTITION' 200 || return 1
    check 'it says so again' wait_for 'NO DATA PARTITION' 300 || return 1
    check 'the box is not started' inside '! systemctl is-active larder && findmnt -no FSTYPE /var | grep -qx tmpfs' || return 1
    check 'no upload is answered OK' refused 9007
}

trial_failing() {
    local each
    power_off
    new_disk amd64
    power_on
    upload_within 9010 300 || return 1
    accepting || return 1
    check 'the file system fails' inside 'echo tried >/sys/fs/ext4/vda4/trigger_fs_error' || return 1
    for each in 9011 9012 9013 9014; do if upload "$each" 2>/dev/null; then TAKEN+=("$each"); fi; done
    noted "$((${#TAKEN[@]} - 1)) of 4 answered OK"
    power_off
    power_on
    accepting || return 1
    has_all || return 1
    check 'it fails again' inside 'echo tried >/sys/fs/ext4/vda4/trigger_fs_error' || return 1
    check 'that is noticed' wait_for 'the data partition cannot be written .*, starting again' 400 || return 1
    accepting || return 1
    has_all
}

trial_damage() {
    check 'its name is noted' inside 'cp /etc/machine-id /boot/firmware/was; sync' || return 1
    power_off
    data_lost 64K
    power_on
    check 'the damage is found' wait_for 'the data partition is damaged, repairing it' 200 || return 1
    accepting || return 1
    check 'it is repaired' inside '! grep "could not" /run/larder-said && cmp /etc/machine-id /boot/firmware/was' || return 1
    has_all || return 1
    power_off
    data_lost 16M
    power_on
    check 'the records are kept, or nothing is taken' wait_for 'NO DATA PARTITION|accepting uploads after' 400 || return 1
    [[ "$SAID" == *"NO DATA"* ]] || has_all || return 1
    noted "16 MiB lost: ${SAID%%:*}"
}

trial_lost() {
    local table
    power_off
    new_disk amd64
    data_lost 3G
    power_on
    takes_nothing || return 1
    power_off
    table="$(sfdisk --dump "$WORK/disk.img")" || return 1
    sfdisk --quiet --delete "$WORK/disk.img" 4 || return 1
    power_on
    takes_nothing || return 1
    power_off
    sfdisk --quiet "$WORK/disk.img" <<<"$table" || return 1
    mmd -i "$WORK/disk.img@@$BOOT_OFFSET" ::factory-reset
    power_on
    check 'the owner has it formatted' wait_for 'the data partition cannot be mounted, formatting it' 200 || return 1
    accepting || return 1
    upload_within 9008 60 && has_all || return 1
    inside 'systemctl reboot' >/dev/null
    accepting || return 1
    has_all
}

# A start after the owner's factory reset.
renewed() {
    printf '' | owner_put factory-reset - || return 1
    # A file that says nothing of the box: what it was set to is to come out of the backup.
    printf '#appliance:\n' | owner_put larder.yaml - || return 1
    power_on "$@"
    wait_for 'larder: factory reset' 120
}

trial_backup() {
    local was piece
    power_off
    stick
    mmd -i "$WORK/stick.img" ::larder-backup
    power_on "${STICK[@]}"
    accepting || return 1
    check 'nothing is copied before the owner says so' wait_for 'it is used when larder.yaml has appliance.backup: stick' 60 || return 1
    inside 'printf "appliance:\n  hostname: canteen-west\n  backup: stick-with-key\nadmission:\n  policy: open\nsite:\n  zone: Asia/Shanghai\n" >/boot/firmware/larder.yaml; sync; systemctl reboot' >/dev/null
    accepting || return 1
    check 'a backup is made' wait_for 'backup made, the stick can be taken out: entries' 300 || return 1
    was="$(inside 'larder identity --data /var/lib/larder | sha256sum')" || return 1
    power_off
    mren -i "$WORK/stick.img" ::larder-backup ::larder-restore
    cp "$WORK/stick.img" "$WORK/whole.img"
    # One that rotted: of all pieces the first.
    piece="$(mdir -b -i "$WORK/stick.img" ::larder-restore/pieces | head -n 1)"
    printf 'rotten' | mcopy -o -i "$WORK/stick.img" - "$piece"
    renewed "${STICK[@]}" || return 1
    check 'a damaged one is not taken' wait_for 'NOT RESTORED: ' 300 || return 1
    check 'nothing is taken then' refused 9009 || return 1
    power_off
    mv "$WORK/whole.img" "$WORK/stick.img"
    power_on "${STICK[@]}"
    check 'a whole one is' wait_for 'restored backup [0-9]* of box' 300 || return 1
    accepting || return 1
    check 'it has its name, its settings and its zone' inside '[ "$(cat /proc/sys/kernel/hostname)" = canteen-west ] && grep -qx "admission.policy: open" /boot/firmware/larder-applied.txt && [ "$(date +%Z)" = CST ]' || return 1
    check 'it is the same box' [ "$(inside 'larder identity --data /var/lib/larder | sha256sum')" = "$was" ] || return 1
    upload_within 9009 60 || return 1
    has_all
}

trial_reset() {
    inside 'touch /boot/firmware/factory-reset.txt; sync; rm /boot/firmware/larder.yaml; cp /var/lib/larder-image/machine-id /boot/firmware/was; sync; systemctl reboot' >/dev/null
    wait_for 'larder: factory reset' 120 || return 1
    accepting || return 1
    check 'it is a new box' inside '! cmp -s /etc/machine-id /boot/firmware/was && ! ls /boot/firmware/factory-reset* 2>/dev/null' || return 1
    check 'unknown terminals wait to be let in' refused 9006 || return 1
    TAKEN=()
    check 'no record is left' [ "$(punches | grep -c 2026-01-01)" = 0 ] || return 1
    check 'what was there is deleted' inside 'for i in 1 2 3 4 5 6 7 8 9 10; do ls -d /data/gone-* 2>/dev/null || break; sleep 2; done; ! ls -d /data/gone-* 2>/dev/null' 60
}

trial_uefi() {
    [[ -f /usr/share/OVMF/OVMF_CODE.fd ]] || apt_install ovmf || { noted 'skipped, because there is no OVMF'; return 0; }
    power_off
    new_disk amd64
    power_on -drive if=pflash,format=raw,readonly=on,file=/usr/share/OVMF/OVMF_CODE.fd
    upload_within 9001 400
}

trial_pi() {
    local begun="$SECONDS"
    power_off
    new_disk arm64
    power_on
    upload_within 9001 900 || return 1
    noted "power to first OK $((SECONDS - begun)) s"
    accepting 300 || return 1
    system_is A "$(VERSION_NOW)" || return 1
    has_all
}

trial_pi_update() { trial_update; }

trial_pi_broken() { trial_broken; }

image_test() {
    local keep=0 name
    local -a names=()
    if [[ "${1:-}" == cuts ]]; then
        shift
        # shellcheck source=image/disk/cuts.sh
        source "$ROOT/image/disk/cuts.sh"
        image_cuts "$@"
        return
    fi
    while [[ $# -gt 0 ]]; do
        case "$1" in
            first | watchdog | owner | memory | update | broken | failing | damage | lost | backup | reset | uefi | pi | pi_update | pi_broken) names+=("$1") && shift ;;
            --keep) keep=1 && shift ;;
            --help) image_test_help && return ;;
            *) image_test_help >&2 && return 2 ;;
        esac
    done
    [[ ${#names[@]} -gt 0 ]] || names=(first watchdog owner memory update broken failing damage lost backup reset uefi)
    want_for_test
    [[ " ${names[*]} " != *" pi"* ]] || command -v qemu-system-aarch64 >/dev/null || apt_install qemu-system-arm || die "no qemu-system-aarch64: install qemu-system-arm"
    # shellcheck disable=SC2034 # for make_bundle
    KEY="$OUT/keys/key.pem" CERT="$OUT/keys/cert.pem"
    WORK="$(mktemp -d "${TMPDIR:-/tmp}/larder-image.XXXXXX")"
    # shellcheck disable=SC2064 # the folder of now
    trap "power_off; [[ $keep == 1 ]] || rm -rf '$WORK'" EXIT
    printf 'test\ttime\tverdict\tnotes\n' >"$OUT/trials.tsv"
    for name in "${names[@]}"; do trial "$name"; done
    column -t -s $'\t' "$OUT/trials.tsv"
    return "$FAILED"
}
