package io.larder.storage;

import java.util.Arrays;
import java.util.Optional;

/// Closes bytes by turning their bits, with a key of one byte: nothing of them shows, and nobody is
/// kept from anything.
record Reversing(byte key) implements Veil {
    private static final int HEAD = 5;

    @Override
    public boolean closes() {
        return true;
    }

    @Override
    public byte[] close(byte[] clear, byte[] about) {
        byte[] out = new byte[HEAD + clear.length];
        System.arraycopy(head(about), 0, out, 0, HEAD);
        for (int i = 0; i < clear.length; i++) {
            out[HEAD + i] = (byte) ~clear[i];
        }
        return out;
    }

    @Override
    public Optional<byte[]> open(byte[] closed, byte[] about) {
        if (closed.length < HEAD || !Arrays.equals(closed, 0, HEAD, head(about), 0, HEAD)) {
            return Optional.empty();
        }
        byte[] clear = new byte[closed.length - HEAD];
        for (int i = 0; i < clear.length; i++) {
            clear[i] = (byte) ~closed[HEAD + i];
        }
        return Optional.of(clear);
    }

    @Override
    public byte[] mark(byte[] clear) {
        return Veil.NONE.mark(close(clear, new byte[0]));
    }

    private byte[] head(byte[] about) {
        int hash = Arrays.hashCode(about);
        return new byte[] {
            key, (byte) (hash >> 24), (byte) (hash >> 16), (byte) (hash >> 8), (byte) hash
        };
    }
}
