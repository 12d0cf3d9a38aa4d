# Starts one of the two systems of a Raspberry Pi. BOOT_ORDER, BOOT_A_LEFT, BOOT_B_LEFT are RAUC's (uboot.env): each
# start takes one off, and the box gives them back when it accepts. A new system has three starts for that, a proven one
# nine, as each power cut while it starts takes one.
# A cut while these were written takes u-boot back to its own, which listen to a noisy serial line.
setenv bootcmd 'load mmc 0:1 ${scriptaddr} boot.scr && source ${scriptaddr}; reset'
setenv bootdelay -2
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3
setenv extra
if test -e mmc 0:1 extra.txt; then
    load mmc 0:1 ${scriptaddr} extra.txt
    env import -t ${scriptaddr} ${filesize} extra
fi

setenv slot
for each in ${BOOT_ORDER}; do
    if test -n "${slot}"; then
        true
    elif test "${each}" = A && test ${BOOT_A_LEFT} -gt 0; then
        setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
        setenv slot A
        setenv number 2
    elif test "${each}" = B && test ${BOOT_B_LEFT} -gt 0; then
        setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1
        setenv slot B
        setenv number 3
    fi
done

if test -n "${slot}"; then
    # What is of this Pi is not kept: the card may be in another one next time.
    tree=${fdt_addr}
    env delete -f ethaddr usbethaddr fdt_addr fdtfile serial#
    saveenv
    echo "larder: starting system ${slot}"
    setenv bootargs "root=PARTUUID=4c415244-0${number} rootfstype=ext4 ro rootwait rauc.slot=${slot} panic=10 systemd.getty_auto=0 console=ttyS1,115200 console=tty0 fsck.mode=skip quiet loglevel=4 ${extra}"
    # The addresses that come with u-boot are too close for this kernel; the firmware's tree is at 128 MiB or far above.
    if load mmc 0:${number} 0x02000000 /boot/vmlinuz && load mmc 0:${number} 0x10000000 /boot/initrd.img; then
        booti 0x02000000 0x10000000:${filesize} ${tree}
    fi
else
    echo "larder: no system was good; all are tried again"
    setenv BOOT_ORDER "A B"
    setenv BOOT_A_LEFT 3
    setenv BOOT_B_LEFT 3
    saveenv
    sleep 10
fi
reset
