#!/usr/bin/env bash
# Makes a system out of the freshly unpacked root $1: customize.sh ROOT DISK ARCH DEB. Called by mmdebstrap, with /proc and all.
set -euo pipefail
root="$1" disk="$2" arch="$3" deb="$4"

in_root() { chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"; }

cp "$deb" "$root/larder.deb"
in_root dpkg --install /larder.deb
rm "$root/larder.deb"

cp -a --no-preserve=ownership "$disk/files/." "$root/"
[[ "$arch" != arm64 ]] || cp "$disk/boot/uboot.env.txt" "$root/etc/u-boot-initial-env"
cat "$disk/boot/rauc.$arch" "$disk/files/etc/rauc/system.conf" >"$root/etc/rauc/system.conf"
cat "$disk/modules.$arch" >>"$root/etc/initramfs-tools/modules"
mkdir -p "$root/data" "$root/boot/firmware"

# What changes lies on the data partition.
ln -sf /var/lib/larder-image/box.yaml "$root/etc/larder/larder.yaml"
ln -sf /run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
ln -sfn /var/lib/larder-image/localtime "$root/etc/localtime"
echo larder >"$root/etc/hostname"
printf '127.0.0.1 localhost\n::1 localhost\n' >"$root/etc/hosts"
: >"$root/etc/machine-id"

in_root systemctl --quiet enable systemd-networkd systemd-resolved systemd-timesyncd larder.service larder-provision.service \
    larder-restore.service larder-health.service larder-sweep.service larder-update.service larder-sticks.timer larder-doctor.timer
# Nobody logs in: there is no password to know.
in_root systemctl --quiet mask getty.target getty@.service serial-getty@.service console-getty.service \
    apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
    systemd-firstboot.service systemd-networkd-wait-online.service systemd-machine-id-commit.service ldconfig.service \
    systemd-update-done.service rauc-mark-good.service
# Only the files of the Pi's firmware and boot loader, for the boot partition: their packages want to write to one.
if [[ "$arch" == arm64 ]]; then
    folder="$(mktemp -d)"
    (cd "$folder" && APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get download raspi-firmware u-boot-rpi)
    for file in "$folder"/*.deb; do dpkg-deb -x "$file" "$folder/files"; done
    mv "$folder/files/usr/lib/raspi-firmware" "$root/boot/rpi"
    mv "$folder/files/usr/lib/u-boot/rpi_arm64/u-boot.bin" "$root/boot/rpi/"
    rm -r "$folder"
fi
in_root usermod -p '*' root

# shellcheck disable=SC2016 # meant for the shell in there
in_root sh -c 'depmod "$(ls /usr/lib/modules)" && update-initramfs -c -k "$(ls /usr/lib/modules)"'
mv "$root"/boot/vmlinuz-* "$root/boot/vmlinuz"
mv "$root"/boot/initrd.img-* "$root/boot/initrd.img"
# shellcheck disable=SC2016
in_root dpkg-query -W -f '${Package} ${Version}\n' >"$root/usr/lib/larder-image/packages"
rm -rf "$root"/boot/System.map-* "$root"/boot/config-* "$root"/vmlinuz* "$root"/initrd.img* "$root"/usr/share/doc-base \
    "$root"/var/cache/* "$root"/var/lib/apt/lists/* "$root"/var/log/*
