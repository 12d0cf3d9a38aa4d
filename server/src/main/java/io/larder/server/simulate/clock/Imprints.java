package io.larder.server.simulate.clock;

import io.larder.server.record.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// Stand-ins for what sensors and cameras deliver: the same question gives the same bytes again.
///
/// ```
/// template = "LT" type:u8 version:u8 noise      picture = FF D8 FF E0 00 10 "JFIF" 00 noise FF D9
/// ```
public final class Imprints {
    private static final int HEAD = 4;

    private Imprints() {}

    /// `length` bytes for the template at `slot`, in base64.
    static String template(Template.Slot slot, int version, int length) {
        byte[] bytes = noise(Objects.hash(slot, version), length);
        bytes[0] = 'L';
        bytes[1] = 'T';
        bytes[2] = (byte) slot.type();
        bytes[3] = (byte) version;
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// The version that a template of `type` says in its first bytes; empty when it says none.
    static OptionalInt version(byte[] template, int type) {
        boolean ours =
                template.length >= HEAD
                        && template[0] == 'L'
                        && template[1] == 'T'
                        && template[2] == type;
        return ours ? OptionalInt.of(template[3] & 0xFF) : OptionalInt.empty();
    }

    /// A picture of somebody or something, a few bytes longer than `length`.
    public static Bytes picture(String of, int length) {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        jpeg.writeBytes(
                "\u00FF\u00D8\u00FF\u00E0\0\u0010JFIF\0".getBytes(StandardCharsets.ISO_8859_1));
        jpeg.writeBytes(noise(of.hashCode(), length));
        jpeg.writeBytes("\n\0\u00FF\u00D9".getBytes(StandardCharsets.ISO_8859_1));
        return Bytes.wrap(jpeg.toByteArray());
    }

    static Bytes bitmap(String of, int length) {
        return Bytes.joined(List.of(Bytes.latin1("BM"), Bytes.wrap(noise(of.hashCode(), length))));
    }

    /// A digest that every Java has, in lower-case hex.
    public static String digest(String algorithm, Bytes of) {
        try {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(of.toArray());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("no such digest: " + algorithm, e);
        }
    }

    private static byte[] noise(int seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
