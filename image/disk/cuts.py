#!/usr/bin/env python3
"""Uploads to a box in an emulated machine and makes power cuts out of what its disk logged.

The log is that of qemu's blklogwrites: a sector with magic, version, number of entries and sector size, then for each
entry a sector with the place, length, flags, and the bytes behind it. qemu counts the entries in the first sector
before it tells the machine that a flush is done: so whoever was answered OK and then reads that number knows that what
OK rests on is among so many entries.
"""

import os
import random
import socket
import struct
import sys
import threading
import time

FLUSH, DISCARD = 1, 4
SECTOR = 512
SERIAL = "0316144680030"


def entries_logged(log):
    magic, _, count, _ = struct.unpack("<QQQI", os.pread(log, 28, 0))
    if magic != 0x6A736677736872:
        sys.exit("this is no log of writes")
    return count


def entries(log):
    """Place on the disk, length, flags, and place in the log of each entry, all in bytes."""
    at = SECTOR
    for _ in range(entries_logged(log)):
        sector, count, flags, _ = struct.unpack("<QQQQ", os.pread(log, 32, at))
        at += SECTOR
        yield sector * SECTOR, count * SECTOR, flags, at
        if not flags & DISCARD:
            at += count * SECTOR


def request(port, line, body):
    with socket.create_connection(("127.0.0.1", port), 60) as sock:
        head = f"{line} HTTP/1.1\r\nHost: box\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
        sock.sendall((head + body).encode())
        answer = b""
        while part := sock.recv(4096):
            answer += part
    return answer.decode("latin-1")


def upload(port, person):
    line = f"POST /iclock/cdata?SN={SERIAL}&table=ATTLOG&Stamp=9999"
    answer = request(port, line, f"{person}\t2026-01-01 08:00:00\t0\t1\t0\t0\t0")
    return answer.startswith("HTTP/1.1 200") and answer.split("\r\n\r\n", 1)[1].startswith("OK")


def record(port, log_file, seconds, out):
    """Uploads from four at once, and writes down each person that was answered OK with the entries logged by then."""
    log = os.open(log_file, os.O_RDONLY)
    request(port, f"GET /iclock/cdata?SN={SERIAL}&options=all&pushver=2.2.14&language=69", "")
    end = time.monotonic() + seconds
    lines = []

    def work(first):
        person = first
        while time.monotonic() < end:
            if upload(port, person):
                lines.append(f"{person} {entries_logged(log)}\n")
            person += 1

    workers = [threading.Thread(target=work, args=(first * 100_000,)) for first in (1, 2, 3, 4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    with open(out, "w") as file:
        file.writelines(lines)
    print(len(lines), entries_logged(log))


def partition(disk_file):
    """First byte and length of the data partition, the fourth."""
    with open(disk_file, "rb") as disk:
        disk.seek(446 + 3 * 16 + 8)
        first, sectors = struct.unpack("<II", disk.read(8))
    print(first * SECTOR, sectors * SECTOR)


def plan(log_file, count, seed):
    """That many cuts, in order, anywhere in the log."""
    total = entries_logged(os.open(log_file, os.O_RDONLY))
    for cut in sorted(random.Random(seed).sample(range(1, total + 1), min(count, total))):
        print(cut)


def copy(base, out, start, length):
    """The bytes of base from start on, without its holes."""
    os.ftruncate(out, length)
    at = start
    while True:
        try:
            at = os.lseek(base, at, os.SEEK_DATA)
            hole = min(os.lseek(base, at, os.SEEK_HOLE), start + length)
        except OSError:
            return
        while at < hole:
            part = os.pread(base, min(hole - at, 4 << 20), at)
            os.pwrite(out, part, at - start)
            at += len(part)
        if at >= start + length:
            return


def cut(base_file, log_file, point, seed, out_file, start, length):
    """The disk as a cut after that many entries may leave it: all up to the last flush, and any selection of the rest.

    base moves on to that flush, so cuts are to be asked for in order; .at beside it is how far it is.
    """
    base = os.open(base_file, os.O_RDWR)
    log = os.open(log_file, os.O_RDONLY)
    done = int(open(base_file + ".at").read()) if os.path.exists(base_file + ".at") else 0
    chosen = list(entries(log))[:point]
    flushed = max((i + 1 for i, each in enumerate(chosen) if each[2] & FLUSH), default=0)

    def apply(target, each, shift):
        place, size, flags, at = each
        if not flags & DISCARD and size:
            os.pwrite(target, os.pread(log, size, at), place - shift)

    for each in chosen[done:flushed]:
        apply(base, each, 0)
    with open(base_file + ".at", "w") as file:
        file.write(str(max(done, flushed)))
    out = os.open(out_file, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    copy(base, out, start, length)
    draw = random.Random(seed * 1_000_003 + point)
    keep = draw.choice([0.0, 0.5, 1.0])
    for each in chosen[flushed:]:
        if start <= each[0] < start + length and draw.random() < keep:
            apply(out, each, start)


def missing(acknowledged, point, exported):
    """The persons who were answered OK before the cut and are not exactly once in the export; exit code 1 if any."""
    text = open(exported).read().replace('"', "").replace("\n", ",").split(",")
    seen = {}
    for word in text:
        seen[word] = seen.get(word, 0) + 1
    owed = [person for person, entry in (line.split() for line in open(acknowledged)) if int(entry) <= point]
    lost = [person for person in owed if seen.get(person, 0) != 1]
    print(len(owed), len(lost))
    for person in lost[:10]:
        print(f"person {person} is there {seen.get(person, 0)} times", file=sys.stderr)
    sys.exit(1 if lost else 0)


COMMANDS = {
    "record": (record, int, str, int, str),
    "partition": (partition, str),
    "plan": (plan, str, int, int),
    "cut": (cut, str, str, int, int, str, int, int),
    "missing": (missing, str, int, str),
}

if __name__ == "__main__":
    command, *kinds = COMMANDS[sys.argv[1]]
    command(*(kind(word) for kind, word in zip(kinds, sys.argv[2:], strict=True)))
