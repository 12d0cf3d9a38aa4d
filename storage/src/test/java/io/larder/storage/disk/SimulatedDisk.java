package io.larder.storage.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/// A disk in memory that is as unreliable as a real one may be: writes are in a cache until their
/// file is forced, names until the folder is synced, and a power cut keeps of the rest what it
/// likes. Faults are planned beforehand by the number of the call they hit.
public final class SimulatedDisk implements Disk {
    /// What can be called, counted and made to fail.
    public enum Call {
        LIST,
        OPEN,
        CREATE,
        RENAME,
        DELETE,
        SYNC,
        SIZE,
        READ,
        WRITE,
        FORCE
    }

    /// What a failed force leaves in the cache. Either way the pages count as clean, so that a
    /// second force says success.
    public enum AfterFailedForce {
        /// The old content is read from then on.
        DROPPED,
        /// The new content is read until the power is cut; the medium has some of it.
        LINGERING
    }

    private final Random random;
    private final Faults faults = new Faults();
    private final SimulatedNames names = new SimulatedNames();
    private AfterFailedForce afterFailedForce = AfterFailedForce.DROPPED;
    private boolean lying;
    private int shornBytes;
    private boolean namesAtRandom;
    private boolean off;
    private int life;
    private long forcedBytes;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch held = new CountDownLatch(1);

    /// `seed` decides what a power cut keeps. It is spread first: generators of neighbouring small
    /// seeds all begin with the same bits.
    public SimulatedDisk(long seed) {
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    // ---- how bad it is

    /// Force and sync do nothing and say success.
    public SimulatedDisk lying() {
        lying = true;
        return this;
    }

    /// A cut damages the page that was being written, also what had been safe in it.
    public SimulatedDisk shorn() {
        return shorn(4096);
    }

    /// As [#shorn], of a medium whose pages have `pageBytes`.
    public SimulatedDisk shorn(int pageBytes) {
        shornBytes = pageBytes;
        return this;
    }

    /// A cut keeps any of the names that were not synced; else it loses all of them.
    public SimulatedDisk namesAtRandom() {
        namesAtRandom = true;
        return this;
    }

    public SimulatedDisk afterFailedForce(AfterFailedForce what) {
        afterFailedForce = what;
        return this;
    }

    // ---- faults

    /// The `k`-th call from now fails, once.
    public synchronized void failAt(long k) {
        faults.plan(EnumSet.allOf(Call.class), k, Faults.Effect.FAIL);
    }

    /// The `k`-th call of `kind` from now fails, once.
    public synchronized void failAt(long k, Call kind) {
        faults.plan(EnumSet.of(kind), k, Faults.Effect.FAIL);
    }

    /// All calls from the `k`-th on fail.
    public synchronized void failFrom(long k) {
        faults.plan(EnumSet.allOf(Call.class), k, Faults.Effect.FAIL_FOR_EVER);
    }

    /// All calls of `kind` from the `k`-th on fail.
    public synchronized void failFrom(long k, Call kind) {
        faults.plan(EnumSet.of(kind), k, Faults.Effect.FAIL_FOR_EVER);
    }

    /// The power is cut during the `k`-th call from now.
    public synchronized void cutAt(long k) {
        faults.plan(EnumSet.allOf(Call.class), k, Faults.Effect.CUT);
    }

    /// No fault is planned any more.
    public synchronized void repair() {
        faults.clear();
    }

    /// Cuts the power now; every call fails until it is back.
    public synchronized void cut() {
        names.files().forEach(file -> file.cut(random, shornBytes));
        names.cut(random, namesAtRandom);
        off = true;
        life++;
    }

    /// The power is back: what the medium kept is what there is. Open files are gone.
    public synchronized void powerOn() {
        off = false;
    }

    public synchronized boolean isOff() {
        return off;
    }

    // ---- looking and meddling, not counted as calls

    public synchronized long calls() {
        return faults.calls();
    }

    public synchronized long calls(Call kind) {
        return faults.calls(kind);
    }

    /// Bytes that force moved to the medium, in whole pages of 4,096.
    public synchronized long forcedBytes() {
        return forcedBytes;
    }

    /// How often a file was told to flush, with or without success.
    public synchronized long forces(String name) {
        return existing(name).forces();
    }

    /// Names of the files there are.
    public synchronized List<String> names() {
        return names.list();
    }

    /// Holds the next force, and all behind it, until [#letGo].
    public void hold() {
        gate = new CountDownLatch(1);
        held = new CountDownLatch(1);
    }

    /// Waits until a force is held.
    public void awaitHeld() throws InterruptedException {
        held.await();
    }

    public void letGo() {
        gate.countDown();
    }

    private void passGate() throws IOException {
        try {
            held.countDown();
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while held", e);
        }
    }

    /// The content of a file as it is read now.
    public synchronized byte[] bytes(String name) {
        return existing(name).bytes();
    }

    /// Replaces bytes of a file on the medium, as decay does.
    public synchronized void overwrite(String name, long offset, byte[] bytes) {
        existing(name).overwrite(offset, bytes);
    }

    /// Flips the lowest bit of one byte, as decay does.
    public synchronized void flip(String name, long offset) {
        overwrite(name, offset, new byte[] {(byte) (bytes(name)[(int) offset] ^ 1)});
    }

    /// Cuts a file to `size` bytes, as a broken file system does.
    public synchronized void truncate(String name, long size) {
        existing(name).truncate(size);
    }

    /// Takes a file away, as a broken file system does.
    public synchronized void lose(String name) {
        names.lose(name);
    }

    private SimulatedFile existing(String name) {
        try {
            return names.get(name);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("no file " + name + " in " + names.list(), e);
        }
    }

    // ---- Disk

    @Override
    public synchronized List<String> list() throws IOException {
        call(Call.LIST);
        return names.list();
    }

    @Override
    public synchronized DiskFile open(String name) throws IOException {
        call(Call.OPEN);
        return new Handle(names.get(name), life);
    }

    @Override
    public synchronized DiskFile create(String name) throws IOException {
        SimulatedFile file = new SimulatedFile();
        boolean cut = call(Call.CREATE);
        if (names.has(name)) {
            throw new FileAlreadyExistsException(name);
        }
        names.add(name, file);
        cutIf(cut);
        return new Handle(file, life);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        boolean cut = call(Call.RENAME);
        names.rename(from, to);
        cutIf(cut);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        boolean cut = call(Call.DELETE);
        names.remove(name);
        cutIf(cut);
    }

    @Override
    public synchronized void sync() throws IOException {
        cutIf(call(Call.SYNC));
        if (!lying) {
            names.sync();
        }
    }

    private void cutIf(boolean now) throws IOException {
        if (now) {
            cutNow();
        }
    }

    private void cutNow() throws IOException {
        cut();
        throw new IOException("the power went off");
    }

    /// Counts a call and lets the planned faults happen. True when the power is to go off in it;
    /// calls that change nothing lose it right here.
    private boolean call(Call kind) throws IOException {
        if (off) {
            throw new IOException("the power is off");
        }
        Set<Faults.Effect> effects = faults.meet(kind);
        boolean cut = effects.contains(Faults.Effect.CUT);
        boolean changes =
                EnumSet.range(Call.CREATE, Call.SYNC).contains(kind) || kind == Call.WRITE;
        cutIf(cut && !changes);
        if (effects.contains(Faults.Effect.FAIL)) {
            throw new IOException("call " + calls() + " fails: " + kind);
        }
        return cut;
    }

    private final class Handle implements DiskFile {
        private final SimulatedFile file;
        private final int openedIn;
        private boolean closed;

        Handle(SimulatedFile file, int openedIn) {
            this.file = file;
            this.openedIn = openedIn;
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                check(Call.SIZE);
                return file.size();
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                check(Call.READ);
                return file.read(into, position);
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                boolean cut;
                try {
                    cut = check(Call.WRITE);
                } catch (IOException e) {
                    if (!off && !closed && openedIn == life) {
                        file.write(from.limit(from.position() + from.remaining() / 2), position);
                    }
                    throw e;
                }
                file.write(from, position);
                cutIf(cut);
            }
        }

        @Override
        public void force() throws IOException {
            passGate();
            synchronized (SimulatedDisk.this) {
                file.countForce();
                try {
                    check(Call.FORCE);
                } catch (IOException e) {
                    if (!off && openedIn == life) {
                        boolean lingers = afterFailedForce == AfterFailedForce.LINGERING;
                        file.failForce(random, lingers);
                    }
                    throw e;
                }
                if (!lying) {
                    forcedBytes += file.force();
                }
            }
        }

        @Override
        public void forceAll() throws IOException {
            force();
        }

        private boolean check(Call kind) throws IOException {
            if (closed || openedIn != life) {
                throw new IOException("the file is closed");
            }
            return call(kind);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
