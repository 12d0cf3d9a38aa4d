package io.larder.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The bytes on the medium, fixed from day one. The literals were computed by another program.
class FormatTest {
    private static final long EPOCH = 0x1122334455667788L;

    private static final String BLOCK =
            "4c424c4b020048008877665544332211030000002a0000000000000001000000"
                    + "22000000"
                    + "6db7d803e74f1ffa7d8f5adc0bf95b3e15bf4c8373fffadf546227cc6c6742cb"
                    + "ada92b84"
                    + "1e00000001010068e5cf8b01000088130000000000000700000002533768656c6c6f";
    private static final String BLOCK_HASH =
            "a40849cd4057292f54535eff00d4babb506f57efdec78b2046cf81b075d03585";
    private static final String HEADER =
            "4c4c445345473031010000000300000008070605040302018877665544332211e9895198";
    private static final String SLOT = "4c4355520100000000000000080000000000000002000000a905f00a";

    private static final Hash BEFORE = Hash.of("before".getBytes(US_ASCII));

    private static final Draft HELLO =
            new Draft(EntryKind.UPLOAD, "S7", "hello".getBytes(US_ASCII), false, Drafts.STAMP);

    @Test
    void aBlockIsTheseBytes() {
        byte[] entry = Block.writeEntry(HELLO, Veil.NONE);
        Block block = Block.seal(EPOCH, 3, 42, List.of(entry), BEFORE, 1);

        assertThat(hex(block.header()) + HexFormat.of().formatHex(entry)).isEqualTo(BLOCK);
        assertThat(block.hash(List.of(entry)).toString()).isEqualTo(BLOCK_HASH);
    }

    @Test
    void theseBytesAreReadAsABlock() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(BLOCK));
        Block block = Block.readHeader(bytes, EPOCH, 3, bytes.limit()).orElseThrow();
        ByteBuffer body = bytes.slice(Block.HEADER_BYTES, block.bodyBytes());

        assertThat(block.matches(body)).isTrue();
        assertThat(block.previous()).isEqualTo(BEFORE);
        assertThat(block.hash(body).toString()).isEqualTo(BLOCK_HASH);
        assertThat(block.readEntries(body))
                .usingRecursiveComparison()
                .isEqualTo(
                        List.of(
                                new Entry(
                                        42,
                                        EntryKind.UPLOAD,
                                        "S7",
                                        Drafts.STAMP,
                                        "hello".getBytes(US_ASCII))));
    }

    @Test
    void aBlockOfAnotherEpochOrSegmentOrLongerThanTheRoomIsNotTaken() {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(BLOCK));

        assertThat(Block.readHeader(bytes, EPOCH + 1, 3, bytes.limit())).isEmpty();
        assertThat(Block.readHeader(bytes, EPOCH, 4, bytes.limit())).isEmpty();
        assertThat(Block.readHeader(bytes, EPOCH, 3, bytes.limit() - 1)).isEmpty();
    }

    @Test
    void aSegmentHeaderIsAPageOfTheseBytesAndZeros() {
        SegmentHeader header = new SegmentHeader(3, 0x0102030405060708L, EPOCH);
        byte[] page = Arrays.copyOf(HexFormat.of().parseHex(HEADER), Block.PAGE);

        assertThat(hex(header.page())).isEqualTo(HexFormat.of().formatHex(page));
        assertThat(SegmentHeader.read(ByteBuffer.wrap(page))).isEqualTo(Optional.of(header));
    }

    @Test
    void aCursorSlotIsTheseBytesInTheSecondPage() throws IOException {
        SimulatedDisk disk = new SimulatedDisk(1);
        try (Cursor cursor = Cursor.open(disk, "hq")) {
            cursor.move(new Position(8, 2));
        }
        byte[] expected = new byte[2 * Block.PAGE];
        System.arraycopy(HexFormat.of().parseHex(SLOT), 0, expected, Block.PAGE, 28);

        assertThat(disk.bytes("cursor-hq")).isEqualTo(expected);
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return HexFormat.of().formatHex(copy);
    }
}
