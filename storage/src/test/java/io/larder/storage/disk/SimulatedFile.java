package io.larder.storage.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/// A file of a [SimulatedDisk]: what is read (the cache) and what a cut would leave (the medium).
final class SimulatedFile {
    private static final int SECTOR = 512;
    private static final int PAGE = 4096;
    private static final int SECTORS_A_PAGE = PAGE / SECTOR;

    private byte[] cache = new byte[0];
    private byte[] medium = new byte[0];
    private long forces;
    private final BitSet dirty = new BitSet();

    void countForce() {
        forces++;
    }

    long forces() {
        return forces;
    }

    int size() {
        return cache.length;
    }

    byte[] bytes() {
        return cache.clone();
    }

    int read(ByteBuffer into, long position) {
        int count = Math.clamp(cache.length - position, 0, into.remaining());
        if (count > 0) {
            into.put(cache, (int) position, count);
        }
        return count;
    }

    void write(ByteBuffer from, long position) {
        int at = (int) position;
        int end = at + from.remaining();
        if (end > cache.length) {
            cache = Arrays.copyOf(cache, end);
        }
        if (end > at) {
            dirty.set(at / SECTOR, (end - 1) / SECTOR + 1);
        }
        from.get(cache, at, end - at);
    }

    /// Moves what is dirty to the medium; says how many bytes of whole pages that was.
    long force() {
        medium = Arrays.copyOf(medium, cache.length);
        long pages = 0;
        int last = -1;
        for (int s = dirty.nextSetBit(0); s >= 0; s = dirty.nextSetBit(s + 1)) {
            keep(s);
            pages += s / SECTORS_A_PAGE == last ? 0 : 1;
            last = s / SECTORS_A_PAGE;
        }
        dirty.clear();
        return pages * PAGE;
    }

    /// What lingers is read on; the medium has any of it, by sectors, by pages, or all or nothing.
    void failForce(Random random, boolean lingers) {
        if (lingers) {
            medium = Arrays.copyOf(medium, cache.length);
            int[] units = {1, SECTORS_A_PAGE, Integer.MAX_VALUE};
            keepAny(random, units[random.nextInt(units.length)]);
        } else {
            byte[] old = Arrays.copyOf(medium, cache.length);
            for (int s = dirty.nextSetBit(0); s >= 0; s = dirty.nextSetBit(s + 1)) {
                copy(old, cache, s);
            }
        }
        dirty.clear();
    }

    /// The medium keeps any of the dirty sectors, or of the dirty pages, and perhaps the new size.
    void cut(Random random, int shornBytes) {
        if (random.nextBoolean()) {
            medium = Arrays.copyOf(medium, cache.length);
        }
        keepAny(random, random.nextBoolean() ? 1 : SECTORS_A_PAGE);
        if (shornBytes > 0 && !dirty.isEmpty()) {
            damage(random, shornBytes);
        }
        dirty.clear();
        cache = medium.clone();
    }

    private void keepAny(Random random, int unit) {
        int drawn = -1;
        boolean kept = false;
        for (int s = dirty.nextSetBit(0); s >= 0; s = dirty.nextSetBit(s + 1)) {
            kept = s / unit == drawn ? kept : random.nextBoolean();
            drawn = s / unit;
            if (kept) {
                keep(s);
            }
        }
    }

    private void damage(Random random, int bytes) {
        int[] sectors = dirty.stream().toArray();
        int page = sectors[random.nextInt(sectors.length)] * SECTOR / bytes * bytes;
        byte[] noise = new byte[Math.clamp(medium.length - page, 0, bytes)];
        random.nextBytes(noise);
        if (noise.length > 0) {
            System.arraycopy(noise, 0, medium, page, noise.length);
        }
    }

    private void keep(int sector) {
        copy(cache, medium, sector);
    }

    private static void copy(byte[] from, byte[] to, int sector) {
        int at = sector * SECTOR;
        int count = Math.min(Math.min(from.length, to.length) - at, SECTOR);
        if (count > 0) {
            System.arraycopy(from, at, to, at, count);
        }
    }

    void overwrite(long offset, byte[] bytes) {
        System.arraycopy(bytes, 0, cache, (int) offset, bytes.length);
        System.arraycopy(bytes, 0, medium, (int) offset, bytes.length);
    }

    void truncate(long size) {
        cache = Arrays.copyOf(cache, (int) size);
        medium = Arrays.copyOf(medium, (int) size);
        dirty.clear();
    }
}
