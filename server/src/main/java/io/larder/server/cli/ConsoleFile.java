package io.larder.server.cli;

import io.larder.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `DIR/console.json`: where the console of the running box is and what lets in. Readable by the
/// box's own user only, there while the box runs.
///
/// `certificate` is the fingerprint of what it shows in TLS, empty without; `listens` is what the
/// box said when it was ready.
record ConsoleFile(String url, String token, Optional<String> certificate, String listens) {
    private static final String NAME = "console.json";
    private static final String FRESH = "console.new";

    void write(Path data) throws IOException {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("url", url);
        content.put("token", token);
        certificate.ifPresent(digits -> content.put("certificate", digits));
        content.put("listens", listens);
        Path fresh = data.resolve(FRESH);
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, Json.write(content) + "\n");
        Files.move(fresh, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }

    static Optional<ConsoleFile> read(Path data) throws IOException {
        try {
            Map<String, Object> content = Json.read(Files.readString(data.resolve(NAME)));
            return Optional.of(
                    new ConsoleFile(
                            String.valueOf(content.get("url")),
                            String.valueOf(content.get("token")),
                            Optional.ofNullable(content.get("certificate")).map(String::valueOf),
                            String.valueOf(content.get("listens"))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new IOException(data.resolve(NAME) + ": " + e.getMessage(), e);
        }
    }

    /// When the running box opened its console.
    static Instant since(Path data) throws IOException {
        return Files.getLastModifiedTime(data.resolve(NAME)).toInstant();
    }

    static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(NAME));
    }
}
