package io.larder.server.simulate.clock;

import java.util.HexFormat;
import java.util.Locale;

/// Card numbers on the wire (PROTOCOL.md 2.3): in brackets the bytes in hex, least significant
/// first, without brackets the number as shown; no card is all zeros in brackets, or nothing.
final class CardNumber {
    private CardNumber() {}

    static String read(String text) {
        String word = text.strip();
        if (word.startsWith("[") && word.endsWith("]")) {
            return hex(word.substring(1, word.length() - 1));
        }
        return word.equals("0") ? "" : word;
    }

    /// `number` in brackets with so many bytes, or as it is when it does not fit there.
    static String bracketed(String number, int bytes) {
        if (!number.matches("\\d{0,18}")) {
            return number;
        }
        long left = number.isEmpty() ? 0 : Long.parseLong(number);
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < bytes; i++) {
            text.append(String.format(Locale.ROOT, "%02X", left & 0xFF));
            left >>= 8;
        }
        return left == 0 ? text.append(']').toString() : number;
    }

    private static String hex(String digits) {
        if (!digits.matches("([0-9A-Fa-f]{2}){1,7}")) {
            return digits;
        }
        byte[] bytes = HexFormat.of().parseHex(digits);
        long number = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            number = (number << 8) | (bytes[i] & 0xFF);
        }
        return number == 0 ? "" : Long.toString(number);
    }
}
