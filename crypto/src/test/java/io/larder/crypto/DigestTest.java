package io.larder.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String OF_ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void theDigestOfAbcIsTheOneOfTheStandard() {
        assertThat(Digest.sha256Hex("abc".getBytes(US_ASCII))).isEqualTo(OF_ABC);
    }

    @Test
    void partsCountAsOnePiece() {
        byte[] digest = Digest.sha256("a".getBytes(US_ASCII), new byte[0], "bc".getBytes(US_ASCII));

        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(OF_ABC);
    }
}
