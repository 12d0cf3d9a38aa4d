package io.larder.server.protocol.meeting;

import io.larder.server.record.Bytes;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// One step in the transfer of a large file: the messages `dev.file.upload.start`, `.package` and
/// `.end`. Whether the steps fit each other is for others to judge. Source: PROTOCOL.md 6.6.
public sealed interface FileStep {
    String START = "dev.file.upload.start";
    String PACKAGE = "dev.file.upload.package";
    String END = "dev.file.upload.end";

    /// Letters and digits by the document; a UUID may come with its hyphens.
    Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    Pattern NUMBER = Pattern.compile("\\d{1,18}");
    Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    /// A file of `size` bytes begins; `checksum` is its MD5 in lower-case hex, or empty: then
    /// nothing is checked.
    record Start(String fileId, long size, String checksum) implements FileStep {}

    /// The bytes of a file from `offset` on, at least one.
    record Part(String fileId, long offset, Bytes content) implements FileStep {}

    /// All parts of a file are sent.
    record End(String fileId) implements FileStep {}

    /// The message cannot be such a step.
    record Wrong(Fault fault, String why) implements FileStep {}

    /// The step in a message; empty when its `funcId` is another.
    static Optional<FileStep> read(Message message) {
        String function = message.funcId();
        if (!function.equals(START) && !function.equals(PACKAGE) && !function.equals(END)) {
            return Optional.empty();
        }
        String fileId = Values.text(message.params(), "fileId").strip();
        if (!NAME.matcher(fileId).matches()) {
            return Optional.of(
                    wrong(
                            "fileId is not of 1 to 64 letters and digits: it has "
                                    + fileId.length()));
        }
        return Optional.of(
                switch (function) {
                    case START -> start(fileId, message);
                    case PACKAGE -> part(fileId, message);
                    default -> new End(fileId);
                });
    }

    private static FileStep start(String fileId, Message message) {
        String size = Values.text(message.params(), "size").strip();
        String checksum =
                Values.text(message.params(), "checksum").strip().toLowerCase(Locale.ROOT);
        if (!NUMBER.matcher(size).matches()) {
            return wrong("size is no number of bytes");
        }
        return checksum.isEmpty() || MD5.matcher(checksum).matches()
                ? new Start(fileId, Long.parseLong(size), checksum)
                : wrong("checksum is no MD5 of 32 digits of hex");
    }

    private static FileStep part(String fileId, Message message) {
        String offset = Values.text(message.params(), "offset").strip();
        if (!NUMBER.matcher(offset).matches()) {
            return wrong("offset is no number of bytes");
        }
        return MeetingPhotos.decoded(Values.text(message.params(), "content").strip())
                .<FileStep>map(bytes -> new Part(fileId, Long.parseLong(offset), bytes))
                .orElseGet(() -> wrong("content is no base64 text, or empty"));
    }

    private static Wrong wrong(String why) {
        return new Wrong(Fault.WRONG_FIELD, why);
    }
}
