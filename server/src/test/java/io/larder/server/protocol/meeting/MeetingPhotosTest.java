package io.larder.server.protocol.meeting;

import static io.larder.server.protocol.meeting.Said.key;
import static io.larder.server.protocol.meeting.Said.odd;
import static io.larder.server.protocol.meeting.Said.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Fields;
import io.larder.server.record.Bytes;
import io.larder.server.record.Record;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeetingPhotosTest {
    private static final Bytes PICTURE = Bytes.latin1("\u00ff\u00d8\u00ff\u00e0");
    private static final String TEXT = "/9j/4A==";

    @Test
    @Conforms({"BEST-059", "BEST-063"})
    void aPhotoOfAPersonIsKeptWithItsBytesAndIsAJpgUnlessItSaysOtherwise() {
        Record photo = one("userPhoto", "{\"pin\":\"7\",\"content\":\"" + TEXT + "\"}");

        Map<String, Object> fields = new java.util.LinkedHashMap<>(photo.fields());
        assertThat(fields.remove("sha256")).asString().hasSize(64);
        assertThat(fields)
                .isEqualTo(
                        Fields.of(
                                "pin",
                                "7",
                                "of",
                                "person",
                                "extension",
                                "jpg",
                                "size",
                                4,
                                "mediaType",
                                "image/jpeg"));
        assertThat(photo.content()).contains(PICTURE);
        assertThat(photo.raw()).isEqualTo(Bytes.utf8("{\"pin\":\"7\"}"));
        assertThat(key(photo)).isEqualTo("USERPIC 7 STATE");
    }

    @Test
    @Conforms("BEST-061")
    void aFileIsNamedInTwoSpellings() {
        for (String name : new String[] {"contentFileId", "contentFileDialog"}) {
            Record photo = one("userPhoto", "{\"pin\":\"7\",\"" + name + "\":\"f1\"}");

            assertThat(photo.fields())
                    .isEqualTo(
                            Fields.of(
                                    "pin",
                                    "7",
                                    "of",
                                    "person",
                                    "extension",
                                    "jpg",
                                    "fileId",
                                    "f1"));
            assertThat(photo.content()).isEqualTo(Optional.empty());
        }
    }

    @Test
    @Conforms("BEST-064")
    void aPhotoToCompareWithSaysItsType() {
        Record photo =
                one("bioPhoto", "{\"pin\":\"7\",\"type\":\"9\",\"content\":\"" + TEXT + "\"}");

        assertThat(key(photo)).isEqualTo("BIOPHOTO 7/9/0 STATE");
        assertThat(photo.fields()).containsEntry("of", "face").containsEntry("type", 9L);
    }

    @Test
    @Conforms({"BEST-072", "BEST-073"})
    void aPhotoOfAVerificationHasTheNumberOfItsVerificationWhicheverComesFirst() {
        Record photo =
                one(
                        "verifyPhoto",
                        "{\"pin\":\"7\",\"photoTime\":\"2026-11-20T10:00:00+08:00\","
                                + "\"meetCode\":\"0123\",\"logId\":\"815\",\"content\":\""
                                + TEXT
                                + "\"}");
        Record log = records(Said.read(Said.file("verifyLog.json"))).getFirst();

        assertThat(photo.fields().get("logId")).isEqualTo(log.fields().get("logId"));
        assertThat(photo.fields())
                .containsEntry("meeting", "0123")
                .containsEntry("time", "2026-11-20T10:00:00+08:00")
                .containsEntry("timeUtc", "2026-11-20T02:00:00Z");
        assertThat(key(photo)).isEqualTo("VERIFYPHOTO 815 REVISED");
    }

    @Test
    void aPictureThatIsNoBase64IsOdd() {
        assertThat(
                        odd(
                                Said.read(
                                        "dev.data.upload.userPhoto",
                                        "\"userPhotos\":[{\"pin\":\"7\",\"content\":\"?\"},"
                                                + "{\"pin\":\"8\"}]")))
                .containsExactly(
                        "USERPIC: content is no base64 text",
                        "USERPIC: content and contentFileId are both empty");
    }

    private static Record one(String what, String element) {
        return records(Said.read("dev.data.upload." + what, "\"" + what + "s\":[" + element + "]"))
                .getFirst();
    }
}
