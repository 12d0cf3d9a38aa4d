package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Lines;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final String PUNCH = "1\t2026-03-01 08:00:00\t0\t1\n";
    private static final Bytes LARGE = Bytes.latin1(PUNCH.repeat(50_000));

    @Test
    void aLargeUploadOfRowsIsCutBetweenThem() {
        Upload upload = upload("/iclock/cdata?SN=0316144680030&table=ATTLOG&Stamp=7", LARGE);

        List<Upload> parts = Meaning.parts(upload, Family.ATTENDANCE);

        assertThat(parts).hasSize(13);
        assertThat(parts)
                .allSatisfy(part -> {
                    assertThat(part.target()).isEqualTo(upload.target());
                    assertThat(part.body().length() % PUNCH.length()).isZero();
                });
        assertThat(Bytes.joined(parts.stream().map(Upload::body).toList())).isEqualTo(LARGE);
    }

    @Test
    void whatIsNoListOfRowsStaysWhole() {
        Upload photo = upload("/iclock/fdata?SN=0316144680030&table=ATTPHOTO", LARGE);
        Upload unread = upload("/iclock/cpos?SN=0316144680030&table=TIMEDETAIL", LARGE);

        assertThat(Meaning.parts(photo, Family.ATTENDANCE)).containsExactly(photo);
        assertThat(Meaning.parts(unread, Family.CANTEEN)).containsExactly(unread);
    }

    @Test
    void onlyTheLastPartOfACanteenUploadSaysHowFarItIs() {
        String target = "/iclock/cpos?SN=0316144680030&table=BUYLOG";
        Upload upload = upload(target + "&Stamp=2026-03-01T08:00:00&stampid=7", LARGE);

        List<Upload> parts = Meaning.parts(upload, Family.CANTEEN);

        assertThat(parts).hasSize(13);
        assertThat(parts.subList(0, 12)).allMatch(part -> part.target().equals(target + "&"));
        assertThat(parts.getLast().target()).isEqualTo(upload.target());
        assertThat(Bytes.joined(parts.stream().map(Upload::body).toList())).isEqualTo(LARGE);
    }

    /// Three megabytes of them would take a hundred as objects, all at once.
    @Test
    void manyShortLinesAreFewInEachPart() {
        Upload upload =
                upload(
                        "/iclock/cpos?SN=0316144680030&table=BUYLOG",
                        Bytes.latin1("x\n".repeat(100_000)));

        assertThat(Meaning.parts(upload, Family.CANTEEN))
                .hasSize(25)
                .allMatch(part -> Lines.count(part.body()) <= 4_096);
    }

    @Test
    void oneVeryLongLineStaysOne() {
        Upload upload =
                upload(
                        "/iclock/cpos?SN=0316144680030&table=BUYLOG",
                        Bytes.latin1("x".repeat(1 << 20)));

        assertThat(Meaning.parts(upload, Family.CANTEEN)).containsExactly(upload);
    }

    private static Upload upload(String target, Bytes body) {
        return new Upload("POST", target, "", body);
    }
}
