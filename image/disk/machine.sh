# One emulated machine and what is asked of it, for the tests of an image. Read by test.sh.
# shellcheck shell=bash

WORK=""          # folder of this run
MODEL=amd64      # what is emulated: a PC, or for arm64 a Raspberry Pi 3
MACHINE=""       # process id of the emulator
HTTP_PORT=18088  # where the door of the box is here; taken from what is free
SAID=""          # the line that was waited for last
SEEN=0           # how much of the serial line was read already, in bytes
readonly BOOT_OFFSET=1M
readonly SLOW="${LARDER_SLOW:-1}" # waits so many times longer, on a machine that does other things
readonly SN=0316144680030

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

# Files of the boot partition of the disk of this run: puts $2 there as $1, prints $1, takes $1 away.
owner_put() { mcopy -o -i "$WORK/disk.img@@$BOOT_OFFSET" "$2" "::$1"; }
owner_get() { mtype -i "$WORK/disk.img@@$BOOT_OFFSET" "::$1"; }

# Becomes a PC; the words are for the emulator.
emulated_amd64() {
    exec qemu-system-x86_64 -accel tcg,thread=multi -M pc -cpu Nehalem -smp 2 -m 1024 -nodefaults -vga std -display none -rtc base=2020-01-01T00:00:00 \
        -device i6300esb -action watchdog=reset -device qemu-xhci,id=usb -no-user-config \
        -drive "${DRIVE:-file=$WORK/disk.img,format=raw,if=virtio,cache=unsafe}" \
        -device virtio-net-pci,netdev=net -serial "file:$WORK/console.log" -serial "pipe:$WORK/shell" "$@"
}

# Becomes a Raspberry Pi 3 without its own firmware: what that loads from the boot partition is handed over. It has one serial
# line that programs can use.
emulated_arm64() {
    exec qemu-system-aarch64 -accel tcg,thread=multi -M raspi3b -m 1024 -smp 4 -display none -kernel "$WORK/u-boot.bin" -dtb "$WORK/bcm2837-rpi-3-b.dtb" \
        -drive "file=$WORK/disk.img,format=raw,if=sd,cache=unsafe" -device usb-hub,id=usb,port=1 -device usb-net,netdev=net,port=1.1 \
        -serial null -chardev "pipe,id=line,path=$WORK/shell,logfile=$WORK/console.log" -serial chardev:line "$@"
}

# Switches on; further words are for the emulator.
power_on() {
    rm -f "$WORK"/shell.in "$WORK"/shell.out
    mkfifo "$WORK/shell.in" "$WORK/shell.out"
    : >"$WORK/console.log"
    SEEN=0
    HTTP_PORT="$(free_port)"
    "emulated_$MODEL" -netdev "user,id=net,restrict=on,hostfwd=tcp:127.0.0.1:$HTTP_PORT-:8088" "$@" >>"$WORK/qemu.log" 2>&1 &
    MACHINE=$!
    exec 3<>"$WORK/shell.in" 4<>"$WORK/shell.out"
}

# Pulls the plug.
power_off() {
    [[ -n "$MACHINE" ]] || return 0
    kill -9 "$MACHINE" 2>/dev/null || true
    wait "$MACHINE" 2>/dev/null || true
    MACHINE=""
    exec 3>&- 4>&-
}

# Waits until the serial line says $1 (an extended expression) after what was seen before; at most $2 seconds. SAID is
# what it said then.
wait_for() {
    local end=$((SECONDS + ${2:-240} * SLOW)) line
    while [[ "$SECONDS" -lt "$end" ]]; do
        if line="$(grep -m 1 -aobE "$1"$'[^\r]*' < <(tail -c "+$((SEEN + 1))" "$WORK/console.log"))"; then
            line="${line%%$'\n'*}"
            SEEN=$((SEEN + ${line%%:*} + 1))
            # shellcheck disable=SC2034 # for whoever waited
            SAID="${line#*:}"
            return 0
        fi
        kill -0 "$MACHINE" 2>/dev/null || { say "the machine is gone, see $WORK/qemu.log"; return 1; }
        sleep 0.5
    done
    say "the machine did not say \"$1\" within ${2:-240} s, see $WORK/console.log"
    return 1
}

# Runs $1 in the machine as root and prints what it prints; its code is the code.
inside() {
    local mark="end-$RANDOM$RANDOM" line
    # A plain shell that echoes nothing, whatever is there after a start.
    printf 'stty -echo; PS1= exec sh\n' >&3
    while read -r -t 0.3 -u 4 line; do :; done
    printf '{ %s; } 2>&1; echo "%s""-$?"\n' "$1" "$mark" >&3
    while IFS= read -r -t "$((${2:-120} * SLOW))" -u 4 line; do
        line="${line%$'\r'}"
        case "$line" in
            *"$mark-"*) return "${line##*-}" ;;
            *) printf '%s\n' "$line" ;;
        esac
    done
    return 99
}

# One request over a raw socket; prints the answer. In a shell of its own: one that is cut off while it writes dies of it.
request() (
    exec 5<>"/dev/tcp/127.0.0.1/$HTTP_PORT" || return 1
    printf '%s HTTP/1.1\r\nHost: box\r\nConnection: close\r\nContent-Length: %s\r\n\r\n%s' "$1" "${#2}" "$2" >&5
    timeout 30 cat <&5
)

# Whether the box answers OK to a punch of person $1.
upload() {
    request "GET /iclock/cdata?SN=$SN&options=all&pushver=2.2.14&language=69" "" >/dev/null 2>&1 || return 1
    [[ "$(request "POST /iclock/cdata?SN=$SN&table=ATTLOG&Stamp=9999" "$(printf '%s\t2026-01-01 08:00:00\t0\t1\t0\t0\t0' "$1")" | tail -n 1)" == OK* ]]
}

# Tries until it is answered OK, at most $2 seconds, and remembers that in TAKEN.
upload_within() {
    local end=$((SECONDS + $2 * SLOW))
    until upload "$1" 2>/dev/null; do
        [[ "$SECONDS" -lt "$end" ]] || { say "no upload was answered OK within $2 s"; return 1; }
        sleep 0.5
    done
    # shellcheck disable=SC2034 # for whoever looks for them
    TAKEN+=("$1")
}

# The persons of whom the box has punches, one a line.
punches() { inside 'larder export --data /var/lib/larder --kind punch --format csv' 240; }
