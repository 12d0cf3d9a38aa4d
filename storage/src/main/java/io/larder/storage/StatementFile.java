package io.larder.storage;

import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The file `statements` in the journal's folder: a page of 4,096 bytes for each statement.
///
/// ```
/// page 0, 1     the newest interim statement, written in turn by generation: a cut leaves the other
/// page 2 + n    kept statement n; a torn page at the end is written over
/// ```
///
/// One page for each segment of 4 MiB: a thousandth of what the journal takes, and never recycled.
final class StatementFile implements Closeable {
    static final String NAME = "statements";
    private static final int SLOTS = 2;

    private final DiskFile file;
    private long kept;
    private @Nullable SignedStatement last;
    private @Nullable SignedStatement newest;

    private StatementFile(DiskFile file) {
        this.file = file;
    }

    /// Opens or makes the file. What is read may be in the kernel's memory only, so the last kept
    /// statement is written once more: the next one names it.
    static StatementFile open(Disk disk) throws IOException {
        boolean exists = disk.list().contains(NAME);
        StatementFile opened = new StatementFile(exists ? disk.open(NAME) : disk.create(NAME));
        try {
            long missing = Math.max(0, (long) SLOTS * Block.PAGE - opened.file.size());
            opened.file.write(
                    ByteBuffer.allocate((int) missing), (long) SLOTS * Block.PAGE - missing);
            opened.find();
            if (opened.last != null) {
                opened.put(opened.last, SLOTS + opened.kept - 1);
            }
            opened.file.forceAll();
            disk.sync();
            return opened;
        } catch (IOException e) {
            opened.file.close();
            throw e;
        }
    }

    /// The file for looking only; empty when there is none.
    static Optional<StatementFile> look(Disk disk) throws IOException {
        if (!disk.list().contains(NAME)) {
            return Optional.empty();
        }
        StatementFile opened = new StatementFile(disk.open(NAME));
        try {
            opened.find();
            return Optional.of(opened);
        } catch (IOException e) {
            opened.file.close();
            throw e;
        }
    }

    private void find() throws IOException {
        kept = Math.max(0, (file.size() + Block.PAGE - 1) / Block.PAGE - SLOTS);
        while (kept > 0 && last == null) {
            last = keptAt(kept - 1).orElse(null);
            kept -= last == null ? 1 : 0;
        }
        newest = last;
        for (int slot = 0; slot < SLOTS; slot++) {
            Optional<SignedStatement> interim = page(slot);
            if (interim.isPresent()
                    && interim.get().frame().number() >= kept
                    && isNewer(interim.get())) {
                newest = interim.get();
            }
        }
    }

    private boolean isNewer(SignedStatement other) {
        return newest == null || other.frame().generation() > newest.frame().generation();
    }

    /// How many statements are kept.
    long kept() {
        return kept;
    }

    /// The last kept one.
    Optional<SignedStatement> last() {
        return Optional.ofNullable(last);
    }

    /// The newest one, kept or interim.
    Optional<SignedStatement> newest() {
        return Optional.ofNullable(newest);
    }

    /// Kept statement `number`; empty when its page does not hold it.
    Optional<SignedStatement> keptAt(long number) throws IOException {
        return page(SLOTS + number).filter(found -> found.frame().number() == number);
    }

    /// True when neither place of the interim statement holds one, and something was written there.
    boolean interimLost() throws IOException {
        return page(0).isEmpty() && page(1).isEmpty() && !(isZero(0) && isZero(1));
    }

    private boolean isZero(long page) throws IOException {
        return Block.isZero(bytes(page));
    }

    private Optional<SignedStatement> page(long page) throws IOException {
        return SignedStatement.readPage(bytes(page));
    }

    private ByteBuffer bytes(long page) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Block.PAGE);
        file.read(bytes, page * Block.PAGE);
        return bytes.flip();
    }

    /// Makes `statement` durable: in its own place, or in that of the interim one.
    void write(SignedStatement statement) throws IOException {
        if (statement.frame().kind() == SignedStatement.Kind.INTERIM) {
            put(statement, statement.frame().generation() % SLOTS);
            file.force();
        } else {
            keep(statement);
        }
        newest = statement;
    }

    /// Keeps `statement` for good; also an interim one that the journal contradicts.
    void keep(SignedStatement statement) throws IOException {
        put(statement, SLOTS + kept);
        file.force();
        last = statement;
        kept++;
    }

    private void put(SignedStatement statement, long page) throws IOException {
        file.write(statement.page(), page * Block.PAGE);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
