package io.larder.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Seal;
import io.larder.storage.StoreImage;
import io.larder.storage.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// A generation in the making. Until [#finish] the medium holds what it held before, and pieces
/// that nobody names yet.
public final class Backup {
    /// What a person finds beside the generations.
    private static final String ABOUT_TEXT =
            """
            This folder is a backup of a Larder box. It is one whole: do not rename or delete single files.
            To look whether it is undamaged:  larder backup --verify --to THIS-FOLDER
            To bring the box back:            larder restore --from THIS-FOLDER --data /var/lib/larder
            It holds names, working hours and payments: keep it as closed as the box itself.
            The key seal.key of the box is kept elsewhere, unless somebody wanted it in here.

            本文件夹是 Larder 主机的备份，是一个整体：请勿重命名或删除其中的单个文件。
            检查备份是否完好：larder backup --verify --to 本文件夹
            恢复主机：        larder restore --from 本文件夹 --data /var/lib/larder
            其中有姓名、工时和付款记录：请像保管主机一样保管。
            主机的密钥 seal.key 另行保管，除非有人要求把它放在这里。
            """;

    /// A file whose pieces are on the medium.
    public record Kept(long size, List<Piece> pieces) {}

    /// What was made: `written` and `writtenBytes` are what was not on the medium before.
    public record Done(Manifest manifest, int written, long writtenBytes) {}

    /// There is no room on the medium.
    public static final class NoRoom extends IOException {
        private static final long serialVersionUID = 1;

        NoRoom(String what, IOException cause) {
            super(what, cause);
        }
    }

    private final Medium medium;
    private final LongSupplier room;
    private final int generation;
    private final Map<String, Saved> files = new LinkedHashMap<>();
    private final List<String> notices = new ArrayList<>();
    private int written;
    private long writtenBytes;

    private Backup(Medium medium, LongSupplier room, int generation) {
        this.medium = medium;
        this.room = room;
        this.generation = generation;
    }

    /// Begins the generation of `box` behind the newest on `medium`, which has `room` bytes left.
    /// Throws `IOException` when the medium holds another box.
    public static Backup begin(Medium medium, String box, LongSupplier room) throws IOException {
        Medium.Found found = medium.find();
        for (Manifest each : found.complete().values()) {
            if (!each.box().equals(box)) {
                throw new IOException(
                        "backups of box %s are there, this is box %s: give it another folder"
                                .formatted(each.box(), box));
            }
        }
        int newest = found.complete().isEmpty() ? 0 : found.complete().lastKey();
        return new Backup(medium, room, newest + 1);
    }

    /// Reads the first `bytes` of a file onto the medium; put back, it has `size` bytes.
    public Kept keep(String name, DiskFile file, long bytes, long size) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        for (long at = 0; at < bytes; at += Piece.MOST_BYTES) {
            byte[] content = new byte[(int) Math.min(Piece.MOST_BYTES, bytes - at)];
            int got = file.read(ByteBuffer.wrap(content), at);
            if (got < content.length) {
                throw new IOException(
                        "%s has %d bytes at %d and was to have %d".formatted(name, got, at, bytes));
            }
            pieces.add(keep(content));
        }
        return new Kept(size, pieces);
    }

    private Piece keep(byte[] content) throws IOException {
        Piece piece = Piece.of(content);
        try {
            if (medium.keep(piece, content)) {
                written++;
                writtenBytes += content.length;
            }
            return piece;
        } catch (IOException e) {
            throw explained(e);
        }
    }

    /// What was written for nothing goes, so that whatever else is on the medium has room again.
    private IOException explained(IOException cause) {
        long left = room.getAsLong();
        if (left >= Piece.MOST_BYTES) {
            return cause;
        }
        try {
            medium.dropUnneeded();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return new NoRoom(
                ("no room: %d KB were left after %d MB of this backup; what was complete before is"
                                + " as it was. Take a larger medium, or keep fewer generations"
                                + " (--keep)")
                        .formatted(left >> 10, writtenBytes >> 20),
                cause);
    }

    /// Takes a whole file under `name`.
    public void file(String name, DiskFile file) throws IOException {
        long size = file.size();
        file(name, keep(name, file, size, size));
    }

    private void file(String name, Kept kept) {
        files.put(name, new Saved(name, kept.size(), false, kept.pieces()));
    }

    /// Takes a few bytes under `name` that only who has the seal can read.
    public void sealed(String name, byte[] clear, Seal seal) throws IOException {
        byte[] closed = seal.close(clear, about(name));
        files.put(name, new Saved(name, closed.length, true, List.of(keep(closed))));
    }

    /// What sealed bytes belong to.
    static byte[] about(String name) {
        return ("backup of " + name).getBytes(UTF_8);
    }

    /// Takes what was taken of the store.
    public void store(StoreImage.Taken<Kept> taken) {
        taken.files().forEach(this::file);
        notices.addAll(taken.notices());
    }

    /// Says what a person should know who restores this.
    public void note(String what) {
        notices.add(what);
    }

    /// Completes the generation; then removes all but the newest `keep`.
    public Done finish(StoreImage.Taken<Kept> of, String program, Instant made, int keep)
            throws IOException {
        Manifest manifest =
                new Manifest(
                        generation,
                        of.box(),
                        program,
                        made,
                        of.firstSeq(),
                        of.lastSeq(),
                        notices,
                        List.copyOf(files.values()));
        try {
            medium.about(ABOUT_TEXT);
            medium.publish(manifest);
        } catch (IOException e) {
            throw explained(e);
        }
        medium.keepNewest(keep);
        return new Done(manifest, written, writtenBytes);
    }
}
