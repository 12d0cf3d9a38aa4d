package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

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

        assertThat(parts).hasSize(5);
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
        Upload canteen = upload("/iclock/cpos?SN=0316144680030&table=BUYLOG", LARGE);

        assertThat(Meaning.parts(photo, Family.ATTENDANCE)).containsExactly(photo);
        assertThat(Meaning.parts(canteen, Family.CANTEEN)).containsExactly(canteen);
    }

    private static Upload upload(String target, Bytes body) {
        return new Upload("POST", target, "", body);
    }
}
