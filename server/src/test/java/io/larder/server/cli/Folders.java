package io.larder.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What happens to data folders from outside.
final class Folders {
    private Folders() {}

    /// The folder as it would be found after the process was killed now.
    static Path asAfterAKill(Path data, Path copy) {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(each -> !each.equals(data)).sorted().toList()) {
                Files.copy(file, copy.resolve(data.relativize(file).toString()));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void deleteLedger(Path data) {
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(each -> name(each).startsWith("ledger.db")).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files in and below a folder that hold `text`, in UTF-8, UTF-16 or base64.
    static List<String> holding(Path folder, String text) {
        List<String> forms =
                List.of(
                        latin1(text.getBytes(StandardCharsets.UTF_8)),
                        latin1(text.getBytes(StandardCharsets.UTF_16LE)),
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = latin1(Files.readAllBytes(file));
                if (forms.stream().anyMatch(content::contains)) {
                    found.add(folder.relativize(file).toString());
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static void changeLedger(Path data, String sql) throws SQLException {
        change(data.resolve("ledger.db"), sql);
    }

    /// The same of photos and templates.
    static void changeContents(Path data, String sql) throws SQLException {
        change(data.resolve("contents.db"), sql);
    }

    private static void change(Path file, String sql) throws SQLException {
        try (Connection ledger = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = ledger.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /// Turns all bits of the byte at `offset` of the first segment.
    static void damage(Path data, long offset) throws IOException {
        Path segment = data.resolve("journal").resolve("segment-0000000001");
        try (FileChannel file =
                FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            file.read(one, offset);
            file.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), offset);
        }
    }

    static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Folders::name).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
