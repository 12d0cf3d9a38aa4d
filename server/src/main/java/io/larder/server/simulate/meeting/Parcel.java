package io.larder.server.simulate.meeting;

import io.larder.server.record.Bytes;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A file on its way to the box (PROTOCOL.md 6.6): start, packages of any size, end. After a cut it
/// goes on where it was; when the box refuses a part, all begins anew.
final class Parcel {
    private static final int SMALLEST = 512;

    /// A part with the number of its message.
    record Part(String mid, String text) {}

    private final Words words;
    private final String fileId;
    private final Bytes content;
    private final String checksum;
    private final int mostBytes;
    private final SplittableRandom random;
    private @Nullable Part part;
    private boolean started;
    private boolean finished;
    private int offset;

    /// How many bytes the part under way holds.
    private int carried;

    /// `checksum` may be empty, `mostBytes` go into a package.
    Parcel(
            Words words,
            String fileId,
            Bytes content,
            String checksum,
            int mostBytes,
            SplittableRandom random) {
        this.words = words;
        this.fileId = fileId;
        this.content = content;
        this.checksum = checksum;
        this.mostBytes = mostBytes;
        this.random = random;
    }

    String fileId() {
        return fileId;
    }

    int size() {
        return content.length();
    }

    /// Whether some of it is at the box.
    boolean isUnderWay() {
        return started && !finished;
    }

    /// What is to be said now, the same until [#heard]; empty when all is said.
    Optional<Part> next() {
        if (part == null && !finished) {
            part = make();
        }
        return Optional.ofNullable(part);
    }

    private Part make() {
        carried = 0;
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("fileId", fileId);
        if (!started) {
            params.put("size", words.number(content.length()));
            params.put("checksum", checksum);
            return words.part("start", params);
        }
        if (offset == content.length()) {
            return words.part("end", params);
        }
        carried = Math.min(random.nextInt(SMALLEST, mostBytes + 1), content.length() - offset);
        byte[] slice = content.slice(offset, offset + carried).toArray();
        params.put("offset", words.number(offset));
        params.put("content", Base64.getEncoder().encodeToString(slice));
        return words.part("package", params);
    }

    /// What the box said to the part.
    void heard(boolean done) {
        if (!done) {
            again();
            return;
        }
        finished = started && offset == content.length() && carried == 0;
        offset += carried;
        started = true;
        part = null;
    }

    /// All begins anew, with the same name.
    void again() {
        part = null;
        started = false;
        finished = false;
        offset = 0;
    }
}
