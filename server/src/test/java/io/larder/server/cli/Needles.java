package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// Looks for secrets in every file of a folder, in every form they could have: as they are, in
/// base64 at each of its three offsets, in hex, in two bytes a character, and inside gzip.
final class Needles {
    private static final int GZIP_MOST = 4 << 20;

    private Needles() {}

    /// `file: secret as form` of everything that is found.
    static List<String> in(Path folder, Map<String, byte[]> secrets) {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                byte[] content = Files.readAllBytes(file);
                List<String> texts = new ArrayList<>(unpacked(content));
                texts.addFirst(new String(content, ISO_8859_1));
                secrets.forEach((name, secret) ->
                        forms(secret)
                                .forEach((form, needle) -> {
                                    if (texts.stream().anyMatch(text -> text.contains(needle))) {
                                        found.add(
                                                folder.relativize(file) + ": " + name + " " + form);
                                    }
                                }));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Map<String, String> forms(byte[] secret) {
        Map<String, String> forms = new LinkedHashMap<>();
        String text = new String(secret, ISO_8859_1);
        forms.put("as it is", text);
        forms.put("in UTF-16", new String(text.getBytes(UTF_16LE), ISO_8859_1));
        forms.put("in hex", HexFormat.of().formatHex(secret));
        forms.put("in HEX", HexFormat.of().withUpperCase().formatHex(secret));
        for (int offset = 0; offset < 3; offset++) {
            byte[] shifted = new byte[offset + secret.length];
            System.arraycopy(secret, 0, shifted, offset, secret.length);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            // the first characters hold what stands before, the last what follows
            forms.put(
                    "in base64 at " + offset,
                    base64.substring(offset == 0 ? 0 : offset + 1, base64.length() - 1));
        }
        return forms;
    }

    /// What is packed anywhere in it.
    private static List<String> unpacked(byte[] content) {
        List<String> texts = new ArrayList<>();
        for (int at = 0; at + 2 < content.length; at++) {
            if (content[at] == 0x1F && content[at + 1] == (byte) 0x8B && content[at + 2] == 8) {
                texts.add(unpacked(content, at));
            }
        }
        return texts;
    }

    private static String unpacked(byte[] content, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InputStream in =
                new GZIPInputStream(
                        new ByteArrayInputStream(content, from, content.length - from))) {
            byte[] some = new byte[4096];
            for (int got = in.read(some); got > 0 && out.size() < GZIP_MOST; got = in.read(some)) {
                out.write(some, 0, got);
            }
        } catch (IOException e) {
            // what follows on it is something else: as far as it could be read it is looked at
        }
        return out.toString(ISO_8859_1);
    }
}
