# A disk image that is a whole box: ./larder image. Read by the launcher, whose functions it uses.
# shellcheck shell=bash

# shellcheck source=image/package/release.sh disable=SC2153 # ROOT is the launcher's
source "$ROOT/image/package/release.sh"

DISK="$ROOT/image/disk"
OUT="$ROOT/image/target"

image_help() {
    cat <<'END'
Usage: ./larder image [--arch amd64|arm64] [--deb FILE] [--version V] [--key FILE --cert FILE]

Builds image/target/larder-ARCH.img: boot partition, two read-only systems, a data partition that grows to the whole
medium; and larder-ARCH-VERSION.raucb, the same system as a signed update. As root, with Debian's packages from the
apt sources of this machine.

  --arch ARCH      amd64 (default), or arm64 for Raspberry Pi 3 and 4
  --deb FILE       the package of the box; without, the newest image/target/larder_*_ARCH.deb
  --version V      of the image; without, that of the package and the time
  --key, --cert    PEM files that updates are signed with, and that the image trusts; without, a pair made for tests

Exit code: 0 built, 1 not.
END
}

# Prints one line of the table at the end: what, seconds since $2, size of the files that follow.
row() {
    local what="$1" begun="$2"
    shift 2
    printf '%s\t%s s\t%s\n' "$what" "$((SECONDS - begun))" "$(du -chL --apparent-size "$@" 2>/dev/null | tail -n 1 | cut -f1)" >>"$OUT/times.tsv"
}

want_for_image() {
    local program
    [[ "$(id -u)" == 0 ]] || die "an image is built by root only"
    while read -r program package; do
        command -v "$program" >/dev/null || apt_install "$package" || die "no $program: install $package"
    done <<'END'
mmdebstrap mmdebstrap
genimage genimage
mksquashfs squashfs-tools
mcopy mtools
mkfs.vfat dosfstools
mkfs.ext4 e2fsprogs
openssl openssl
rauc rauc
END
    if [[ "$1" == arm64 ]]; then
        command -v mkenvimage >/dev/null || apt_install u-boot-tools || die "no mkenvimage: install u-boot-tools"
    else
        [[ -d /usr/lib/grub/i386-pc ]] || apt_install grub-pc-bin || die "no grub for BIOS: install grub-pc-bin"
        [[ -d /usr/lib/grub/x86_64-efi ]] || apt_install grub-efi-amd64-bin || die "no grub for UEFI: install grub-efi-amd64-bin"
        command -v grub-mkimage >/dev/null || apt_install grub-common || die "no grub-mkimage: install grub-common"
    fi
}

# This machine's own package sources for that release, in a folder; the Pi's firmware is in a part of its own.
sources_for() {
    write_sources "$RELEASE" "$2" || die "no Debian package sources found on this machine"
    [[ "$1" != arm64 ]] || sed -i -E '/^(deb |Components:)/ s/\bmain\b/main non-free-firmware/' "$2"/*
}

# Programs of another processor run by qemu; whether that can be had here.
foreign_programs() {
    [[ "$(dpkg --print-architecture)" == "$1" ]] && return
    command -v qemu-aarch64-static >/dev/null || apt_install qemu-user-static || return 1
    [[ -e /proc/sys/fs/binfmt_misc/register ]] || mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc || return 1
    [[ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ]] || cat /usr/lib/binfmt.d/qemu-aarch64.conf >/proc/sys/fs/binfmt_misc/register
}

# The packages that the files name and that the package of the box needs, joined by commas.
list() {
    local deb="$1"
    shift
    { cat "$@" && dpkg-deb -f "$deb" Depends | tr ',' '\n' | sed 's/[(|].*//; s/ //g'; } | sort -u | paste -sd,
}

make_root() {
    local arch="$1" deb="$2" root="$3"
    local -a without=('/usr/share/man/*' '/usr/share/locale/*' '/usr/share/info/*' '/usr/share/lintian/*' '/usr/share/doc/*'
        '/usr/lib/modules/*/kernel/sound/*' '/usr/lib/modules/*/kernel/drivers/gpu/*' '/usr/lib/modules/*/kernel/drivers/media/*'
        '/usr/lib/modules/*/kernel/drivers/infiniband/*' '/usr/lib/modules/*/kernel/drivers/iio/*'
        '/usr/lib/modules/*/kernel/drivers/isdn/*' '/usr/lib/modules/*/kernel/drivers/staging/*'
        '/usr/lib/grub/*')
    rm -rf --one-file-system "$root" "$OUT/sources-$arch"
    sources_for "$arch" "$OUT/sources-$arch"
    # The initial RAM disk is made once, at the end.
    INITRD=No mmdebstrap --mode=root --variant=minbase --architectures="$arch" \
        --include="$(list "$deb" "$DISK/packages.common" "$DISK/packages.$arch")" \
        --aptopt='Acquire::Languages "none"' \
        "${without[@]/#/--dpkgopt=path-exclude=}" --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --customize-hook="'$DISK/customize.sh' \"\$1\" '$DISK' '$arch' '$deb'" \
        "$RELEASE" "$root" "$OUT/sources-$arch"/*
}

# For tests only: whoever builds for others gives a key of their own, and keeps it.
make_keys() {
    mkdir -p "$OUT/keys"
    [[ -f "$OUT/keys/cert.pem" ]] || openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 7300 \
        -subj '/CN=Larder updates, for tests' -keyout "$OUT/keys/key.pem" -out "$OUT/keys/cert.pem" 2>/dev/null
}

# The root $1 as a read-only file system $2 that the boot loader of $3 reads: grub squashfs, Debian's u-boot ext4.
pack_root() {
    local name copy="$OUT/packed"
    rm -rf "$2" "$copy"
    if [[ "$3" == amd64 ]]; then
        mksquashfs "$1" "$2" -noappend -comp gzip -b 256K -no-progress -quiet -wildcards -e 'var/*' 'tmp/*' 'run/*' 'proc/*' 'sys/*' 'dev/*' >/dev/null
        return
    fi
    cp -al "$1" "$copy"
    for name in var tmp run proc sys dev; do find "$copy/$name" -mindepth 1 -delete; done
    truncate -s 960M "$2"
    mkfs.ext4 -q -F -b 4096 -O none,extent,filetype,sparse_super,large_file,dir_index,ext_attr -m 0 -L larder-system -d "$copy" "$2"
    # An update writes all of it to the card: no free block is among it.
    resize2fs -M "$2" >/dev/null 2>&1
    rm -rf "$copy"
}

# A signed update $3 of the version $2 from the file system $1 of $4.
make_bundle() {
    local folder packing='-noI -noD -noF -noX'
    [[ "$4" == amd64 ]] || packing='-comp gzip'
    folder="$(mktemp -d "$OUT/bundle.XXXXXX")"
    ln "$1" "$folder/rootfs.img"
    printf '[update]\ncompatible=larder-%s\nversion=%s\n\n[bundle]\nformat=verity\n\n[image.rootfs]\nfilename=rootfs.img\n' "$4" "$2" >"$folder/manifest.raucm"
    rm -f "$3"
    rauc bundle --cert="$CERT" --key="$KEY" --mksquashfs-args="$packing" "$folder" "$3" >/dev/null 2>&1 || die "rauc made no bundle"
    rm -r "$folder"
}

# The boot partition's files for amd64 in $1: grub for UEFI, its configuration and its counters.
boot_amd64() {
    local modules='part_msdos fat squash4 gzio normal configfile linux loadenv test echo search search_label regexp sleep reboot all_video'
    mkdir -p "$1/grub" "$1/EFI/BOOT"
    # shellcheck disable=SC2016 # grub's variables
    printf 'search --no-floppy --set=root --label LARDERBOOT\nset prefix=($root)/grub\nconfigfile ($root)/grub/grub.cfg\n' >"$OUT/early.cfg"
    # shellcheck disable=SC2086 # a list of modules
    grub-mkimage -O i386-pc -p /grub -c "$OUT/early.cfg" -o "$OUT/core.img" biosdisk $modules
    # shellcheck disable=SC2086
    grub-mkimage -O x86_64-efi -p /grub -c "$OUT/early.cfg" -o "$1/EFI/BOOT/BOOTX64.EFI" $modules
    cp "$DISK/boot/grub.cfg" "$1/grub/"
    grub-editenv "$1/grub/grubenv" create
    grub-editenv "$1/grub/grubenv" set 'ORDER=A B' A_OK=1 A_TRY=0 B_OK=1 B_TRY=0
}

# The boot partition's files for a Raspberry Pi in $1: firmware and u-boot, which were left in the root $2, device trees,
# and u-boot's script and counters.
boot_arm64() {
    mv "$2"/boot/rpi/* "$1/"
    rmdir "$2/boot/rpi"
    cp "$2"/usr/lib/linux-image-*/broadcom/bcm2{711,837}-rpi-*.dtb "$1/"
    mkimage -A arm64 -O linux -T script -C none -d "$DISK/boot/boot.cmd" "$1/boot.scr" >/dev/null
    mkenvimage -s 0x4000 -o "$1/uboot.env" "$DISK/boot/uboot.env.txt"
    cp "$DISK/boot/config.txt" "$1/"
}

# The whole disk $2 out of the boot files $3 and the root file system $4.
assemble() {
    local arch="$1" image="$2" boot="$3" root="$4" work slot=448M
    [[ "$arch" == amd64 ]] || slot=1G
    work="$(mktemp -d "$OUT/assemble.XXXXXX")"
    mkdir "$work/in" "$work/root" "$work/data"
    cp -r "$boot" "$work/root/boot"
    ln "$root" "$work/in/root"
    # Grown many times over on the box: bigger than it needs to be in everything that growing cannot change.
    # A partition without the file "new" and without records is one that lost them.
    touch "$work/data/new"
    truncate -s 64M "$work/in/data.ext4"
    mkfs.ext4 -q -F -b 4096 -i 16384 -J size=16 -E resize=67108864,lazy_itable_init=0,lazy_journal_init=0 -m 1 -L larder-data \
        -d "$work/data" "$work/in/data.ext4"
    cat >"$work/genimage.cfg" <<END
image boot.vfat {
    vfat { label = "LARDERBOOT" }
    size = 256M
    mountpoint = "/boot"
}
image $(basename "$image") {
    hdimage { partition-table-type = "mbr" disk-signature = 0x4c415244 align = 1M }
    partition boot { partition-type = 0x0c bootable = true image = "boot.vfat" }
    partition rootA { partition-type = 0x83 image = "root" size = $slot }
    partition rootB { partition-type = 0x83 image = "root" size = $slot }
    partition data { partition-type = 0x83 image = "data.ext4" }
}
END
    genimage --config "$work/genimage.cfg" --rootpath "$work/root" --tmppath "$work/tmp" --inputpath "$work/in" \
        --outputpath "$OUT" >"$OUT/genimage.log" 2>&1 || { cat "$OUT/genimage.log" >&2; die "genimage made no image"; }
    rm -f "$OUT/boot.vfat"
    if [[ "$arch" == amd64 ]]; then
        # The code before the partition table, and grub itself in the gap behind it.
        dd if=/usr/lib/grub/i386-pc/boot.img of="$image" bs=1 count=440 conv=notrunc status=none
        dd if="$OUT/core.img" of="$image" bs=512 seek=1 conv=notrunc status=none
    fi
    rm -r "$work"
}

image() {
    local arch=amd64 deb="" version="" begun="$SECONDS" at root boot
    KEY="" CERT=""
    while [[ $# -gt 0 ]]; do
        case "$1" in
            --arch) arch="${2:?}" && shift 2 ;;
            --deb) deb="$(realpath "${2:?}")" && shift 2 ;;
            --version) version="${2:?}" && shift 2 ;;
            --key) KEY="$(realpath "${2:?}")" && shift 2 ;;
            --cert) CERT="$(realpath "${2:?}")" && shift 2 ;;
            --help) image_help && return ;;
            *) image_help >&2 && return 2 ;;
        esac
    done
    [[ -f "$DISK/packages.$arch" ]] || die "no image for $arch"
    want_for_image "$arch"
    foreign_programs "$arch" || die "programs of $arch cannot be run here: binfmt_misc and qemu-user-static are needed"
    mkdir -p "$OUT"
    [[ -n "$deb" ]] || deb="$(find "$OUT" -maxdepth 1 -name "larder_*_$arch.deb" -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d' ' -f2-)"
    [[ -f "$deb" ]] || die "no package of the box for $arch: --deb FILE"
    [[ -n "$version" ]] || version="$(dpkg-deb -f "$deb" Version)+$(date -u +%Y%m%d%H%M)"
    if [[ -z "$KEY" ]]; then
        make_keys
        KEY="$OUT/keys/key.pem" CERT="$OUT/keys/cert.pem"
    fi
    printf 'step\ttime\tsize\n' >"$OUT/times.tsv"

    root="$OUT/root-$arch" boot="$OUT/boot-$arch" at="$SECONDS"
    say "root of $arch, version $version (log in image/target/root.log)"
    make_root "$arch" "$deb" "$root" >"$OUT/root.log" 2>&1 || { tail -n 20 "$OUT/root.log" >&2; die "no root was made"; }
    row "root $arch" "$at" "$root/usr"
    finish_root "$root" "$version"
    rm -rf "$boot" && mkdir "$boot"
    "boot_$arch" "$boot" "$root"
    at="$SECONDS"
    pack_root "$root" "$OUT/system-$arch" "$arch"
    row "system, read-only" "$at" "$OUT/system-$arch"
    at="$SECONDS"
    # Whoever has nothing but the card finds every key on it.
    { cat "$DISK/boot/larder.yaml.example" && dpkg-deb --fsys-tarfile "$deb" | tar -xO ./etc/larder/larder.yaml; } >"$boot/larder.yaml.example"
    assemble "$arch" "$OUT/larder-$arch.img" "$boot" "$OUT/system-$arch"
    row "disk image" "$at" "$OUT/larder-$arch.img"
    at="$SECONDS"
    make_bundle "$OUT/system-$arch" "$version" "$OUT/larder-$arch-$version.raucb" "$arch"
    row "signed update" "$at" "$OUT/larder-$arch-$version.raucb"
    row "all" "$begun" "$deb"
    column -t -s $'\t' "$OUT/times.tsv"
}

# What makes a root this version and this builder's.
finish_root() {
    printf '%s\n' "$2" >"$1/usr/lib/larder-image/version"
    mkdir -p "$1/etc/rauc"
    cp "$CERT" "$1/etc/rauc/keyring.pem"
    # No clock of the box is behind its own system.
    touch "$1/usr/lib/clock-epoch"
}
