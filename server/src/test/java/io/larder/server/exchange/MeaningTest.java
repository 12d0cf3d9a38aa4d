package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Reading;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.record.Upload;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeaningTest {
    private static final Upload MESSAGE =
            new Upload(
                    "BEST",
                    "dev.data.upload.multiCard",
                    "",
                    Bytes.utf8(
                            "{\"payload\":{\"params\":{\"multiCards\":["
                                    + "{\"pin\":\"7\",\"card\":\"CC\"}".concat(",").repeat(20_000)
                                    + "{\"pin\":\"8\",\"card\":\"CC\"}]}}}"));

    @Test
    void aMessageOfAMeetingTerminalIsReadAsOneWhateverItsTerminalWasBefore() {
        Reading reading = Meaning.read(MESSAGE, Family.CANTEEN, Map.of());

        assertThat(reading.family()).isEqualTo(Family.MEETING);
        assertThat(reading.table()).isEqualTo("MULTICARD");
        assertThat(reading.rows()).hasSize(20_001);
    }

    @Test
    void aLongMessageStaysWhole() {
        assertThat(Meaning.parts(MESSAGE, Family.ATTENDANCE)).containsExactly(MESSAGE);
    }
}
