package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// An upstream's place in the journal, in a file of two slots that are written in turn: a cut
/// during one leaves the other. One write and one flush a move.
///
/// ```
/// slot = magic u32, generation u64, seq u64, row u32, crc32c u32     at 0 and at 4096, little-endian
/// ```
///
/// The upstream owns the true place; this one is a hint, and what may be recycled hangs on it.
public final class Cursor implements Closeable {
    private static final String PREFIX = "cursor-";
    private static final int MAGIC = 0x5255434C;
    private static final int SLOT_BYTES = 28;

    private record Slot(long generation, Position position) {
        static final Slot NONE = new Slot(0, Position.START);
    }

    private final DiskFile file;
    private Slot current;

    private Cursor(DiskFile file, Slot current) {
        this.file = file;
        this.current = current;
    }

    /// Opens or makes the cursor `name`. When no slot can be read it stands at the journal's start:
    /// the upstream says how far it really is.
    ///
    /// What is read may be in the kernel's memory only, left by a process that was killed or whose
    /// flush failed. What is recycled hangs on it, so it is written once more, or the new file
    /// flushed with its name.
    public static Cursor open(Disk disk, String name) throws IOException {
        String fileName = PREFIX + name;
        boolean exists = disk.list().contains(fileName);
        DiskFile file = exists ? disk.open(fileName) : disk.create(fileName);
        try {
            int missing = (int) Math.max(0, 2L * Block.PAGE - file.size());
            file.write(ByteBuffer.allocate(missing), 2L * Block.PAGE - missing);
            Slot current = newest(file);
            if (current.generation() > 0) {
                write(file, current);
            } else {
                file.forceAll();
                disk.sync();
            }
            return new Cursor(file, current);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /// Where the cursors in `disk` stand, by name, for looking only.
    static Map<String, Position> look(Disk disk) throws IOException {
        Map<String, Position> places = new TreeMap<>();
        for (String name : disk.list()) {
            if (name.startsWith(PREFIX)) {
                try (DiskFile file = disk.open(name)) {
                    places.put(name.substring(PREFIX.length()), newest(file).position());
                }
            }
        }
        return places;
    }

    /// Removes the cursor `name`; durable when this returns.
    static void drop(Disk disk, String name) throws IOException {
        if (disk.list().contains(PREFIX + name)) {
            disk.delete(PREFIX + name);
            disk.sync();
        }
    }

    private static Slot newest(DiskFile file) throws IOException {
        Slot first = read(file, 0).orElse(Slot.NONE);
        Slot second = read(file, Block.PAGE).orElse(Slot.NONE);
        return first.generation() >= second.generation() ? first : second;
    }

    /// The place as it is on the medium: everything before it was taken.
    public synchronized Position position() {
        return current.position();
    }

    /// Moves to `position`; durable when this returns.
    public synchronized void move(Position position) throws IOException {
        Slot next = new Slot(current.generation() + 1, position);
        write(file, next);
        current = next;
    }

    private static void write(DiskFile file, Slot slot) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putLong(slot.generation());
        out.putLong(slot.position().seq()).putInt(slot.position().row());
        out.putInt(crc(out)).flip();
        file.write(out, slot.generation() % 2 == 0 ? 0 : Block.PAGE);
        file.force();
    }

    private static Optional<Slot> read(DiskFile file, long at) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (file.read(in, at) < SLOT_BYTES || in.flip().getInt() != MAGIC) {
            return Optional.empty();
        }
        Slot slot = new Slot(in.getLong(), new Position(in.getLong(), in.getInt()));
        return in.getInt() == crc(in) ? Optional.of(slot) : Optional.empty();
    }

    private static int crc(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.slice(0, SLOT_BYTES - 4));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
