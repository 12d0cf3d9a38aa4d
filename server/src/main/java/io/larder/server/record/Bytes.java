package io.larder.server.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Bytes as a value: immutable, equal by content, sliced without copying.
public final class Bytes {
    /// No bytes at all.
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Bytes(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /// Copies `array`, so that a later change of it is not seen here.
    public static Bytes of(byte[] array) {
        return new Bytes(array.clone(), 0, array.length);
    }

    /// Takes `array` over without a copy: the caller gives it away and never writes to it again.
    public static Bytes wrap(byte[] array) {
        return new Bytes(array, 0, array.length);
    }

    /// The UTF-8 form of `text`.
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// One byte per character, as HTTP heads are written.
    public static Bytes latin1(String text) {
        return wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// All of them, one behind the other.
    public static Bytes joined(List<Bytes> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Bytes part : parts) {
            all.write(part.array, part.offset, part.length);
        }
        return wrap(all.toByteArray());
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /// The byte at `index`, counted from 0.
    public byte at(int index) {
        return array[offset + checkIndex(index)];
    }

    /// The bytes `from` (inclusive) to `to` (exclusive), sharing storage.
    public Bytes slice(int from, int to) {
        if (from < 0 || to < from || to > length) {
            throw new IndexOutOfBoundsException("slice " + from + ".." + to + " of " + length);
        }
        return new Bytes(array, offset + from, to - from);
    }

    /// Index of the first `wanted` at or after `from`, or -1.
    public int indexOf(byte wanted, int from) {
        for (int i = Math.max(from, 0); i < length; i++) {
            if (array[offset + i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /// True when the bytes begin with the ASCII text `prefix`.
    public boolean startsWith(String prefix) {
        if (prefix.length() > length) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (array[offset + i] != (byte) prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// A fresh array that the caller may change.
    public byte[] toArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /// Puts them into `out` without a copy between.
    public void putInto(ByteBuffer out) {
        out.put(array, offset, length);
    }

    /// One character per byte; never fails and can be turned back with [#latin1].
    public String asLatin1() {
        return text(StandardCharsets.ISO_8859_1);
    }

    /// Decoded with `charset`; malformed input becomes the replacement character.
    public String text(Charset charset) {
        return new String(array, offset, length, charset);
    }

    private int checkIndex(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException("byte " + index + " of " + length);
        }
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && Arrays.equals(
                        array,
                        offset,
                        offset + length,
                        that.array,
                        that.offset,
                        that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + array[offset + i];
        }
        return hash;
    }

    /// Length and first bytes in hex, for messages.
    @Override
    public String toString() {
        int shown = Math.min(length, 16);
        String hex = HexFormat.of().formatHex(array, offset, offset + shown);
        return "Bytes[" + length + ": " + hex + (shown < length ? "…" : "") + "]";
    }
}
