package io.larder.server.cli;

import io.larder.server.json.Json;
import io.larder.storage.EntryProof;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A proof as a file that can be handed on: one JSON object. docs/signed-journal.md says how to
/// verify it without this program.
final class ProofJson {
    private static final String FORMAT = "larder-proof";
    private static final long VERSION = 1;

    private ProofJson() {}

    static String write(EntryProof proof) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("format", FORMAT);
        object.put("version", VERSION);
        object.put("seq", proof.seq());
        object.put("index", proof.index());
        object.put("path", proof.path().stream().map(HexFormat.of()::formatHex).toList());
        object.put("entry", Base64.getEncoder().encodeToString(proof.stored()));
        object.put("statement", Base64.getEncoder().encodeToString(proof.statement()));
        return Json.write(object) + "\n";
    }

    /// Throws `IllegalArgumentException` naming what is not as it should be.
    static EntryProof read(String text) {
        Map<String, Object> object = Json.read(text);
        if (!FORMAT.equals(object.get("format")) || number(object, "version") != VERSION) {
            throw new IllegalArgumentException(
                    "not of the format " + FORMAT + " in version " + VERSION);
        }
        if (!(object.get("path") instanceof List<?> path)) {
            throw new IllegalArgumentException("path is no list");
        }
        return EntryProof.read(
                number(object, "seq"),
                bytes(object, "entry"),
                Math.toIntExact(number(object, "index")),
                path.stream().map(String::valueOf).map(HexFormat.of()::parseHex).toList(),
                bytes(object, "statement"));
    }

    private static long number(Map<String, Object> object, String name) {
        if (object.get(name) instanceof Long number && number >= 0 && number < Long.MAX_VALUE) {
            return number;
        }
        throw new IllegalArgumentException(name + " is no number");
    }

    private static byte[] bytes(Map<String, Object> object, String name) {
        if (object.get(name) instanceof String text) {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        }
        throw new IllegalArgumentException(name + " is no base64");
    }
}
