package io.larder.server.cli;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The hash of Galois/counter mode without additional data, as NIST SP 800-38D defines it: a
/// polynomial in GF(2^128) whose leftmost bit is the coefficient of x^0.
final class Ghash {
    private static final int BLOCK = 16;
    private static final BigInteger R = BigInteger.valueOf(0xe1).shiftLeft(120);

    private Ghash() {}

    /// Of `text`, padded to whole blocks, and the block of its lengths in bits.
    static byte[] of(byte[] h, byte[] text) {
        BigInteger key = new BigInteger(1, h);
        BigInteger hash = BigInteger.ZERO;
        for (int at = 0; at < text.length; at += BLOCK) {
            byte[] block =
                    Arrays.copyOf(
                            Arrays.copyOfRange(text, at, Math.min(at + BLOCK, text.length)), BLOCK);
            hash = times(hash.xor(new BigInteger(1, block)), key);
        }
        byte[] lengths = ByteBuffer.allocate(BLOCK).putLong(8, text.length * 8L).array();
        return bytes(times(hash.xor(new BigInteger(1, lengths)), key));
    }

    private static BigInteger times(BigInteger x, BigInteger y) {
        BigInteger product = BigInteger.ZERO;
        BigInteger shifted = y;
        for (int bit = 127; bit >= 0; bit--) {
            if (x.testBit(bit)) {
                product = product.xor(shifted);
            }
            boolean carries = shifted.testBit(0);
            shifted = shifted.shiftRight(1);
            shifted = carries ? shifted.xor(R) : shifted;
        }
        return product;
    }

    private static byte[] bytes(BigInteger number) {
        byte[] signed = number.toByteArray();
        byte[] block = new byte[BLOCK];
        int length = Math.min(signed.length, BLOCK);
        System.arraycopy(signed, signed.length - length, block, BLOCK - length, length);
        return block;
    }
}
