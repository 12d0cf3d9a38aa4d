package io.larder.server.protocol.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeetingUploadsTest {
    @Test
    @Conforms("BEST-062")
    void photosWithoutAnyContentAreRefused() {
        assertThat(refusal("dev.data.upload.userPhoto", "\"userPhotos\":[{\"pin\":\"7\"}]"))
                .contains(
                        new MeetingUploads.Refusal(
                                Fault.WRONG_FIELD, "content and contentFileId are both empty"));
    }

    @Test
    void oneEmptyPhotoAmongGoodOnesIsTaken() {
        assertThat(
                        refusal(
                                "dev.data.upload.userPhoto",
                                "\"userPhotos\":[{\"pin\":\"7\"},"
                                        + "{\"pin\":\"8\",\"contentFileId\":\"f1\"}]"))
                .isEmpty();
    }

    @Test
    void anUploadWithoutItsArrayIsRefused() {
        assertThat(refusal("dev.data.upload.verifyLog", "\"verifyLog\":[]"))
                .contains(
                        new MeetingUploads.Refusal(
                                Fault.WRONG_FIELD, "verifyLog is missing or has no element"));
        assertThat(refusal("dev.data.upload.verifyLog", "\"verifyLogs\":{\"pin\":\"7\"}"))
                .isEmpty();
    }

    @Test
    @Conforms({"BEST-017", "BEST-093"})
    void aLongMidAndAnUnknownFunctionAreRefused() {
        String mid = "m".repeat(33);
        Bytes longOne = Bytes.utf8("{\"funcId\":\"dev.cmd.response\",\"mid\":\"" + mid + "\"}");

        assertThat(MeetingUploads.refusal(Message.read(longOne)))
                .contains(
                        new MeetingUploads.Refusal(
                                Fault.WRONG_FIELD, "mid has 33 characters, expected at most 32"));
        assertThat(refusal("dev.foo", ""))
                .contains(
                        new MeetingUploads.Refusal(
                                Fault.UNKNOWN_FUNCTION, "there is no function 'dev.foo'"));
    }

    @Test
    void stepsOfAFileAreRead() {
        assertThat(step("start", "\"fileId\":\"f1\",\"size\":3,\"checksum\":\"\""))
                .contains(new FileStep.Start("f1", 3, ""));
        assertThat(step("package", "\"fileId\":\"f1\",\"offset\":\"0\",\"content\":\"AAEC\""))
                .contains(new FileStep.Part("f1", 0, Bytes.latin1("\0\u0001\u0002")));
        assertThat(step("end", "\"fileId\":\"f1\"")).contains(new FileStep.End("f1"));
        assertThat(step("package", "\"fileId\":\"f1\",\"offset\":\"0\",\"content\":\"A EC\""))
                .contains(
                        new FileStep.Wrong(
                                Fault.WRONG_FIELD, "content is no base64 text, or empty"));
    }

    @Test
    @Conforms("BEST-052")
    void aFileIdOfMoreThan64CharactersIsRefused() {
        String fits = "\"fileId\":\"" + "f".repeat(64) + "\",\"size\":\"3\"";
        String longer = "\"fileId\":\"" + "f".repeat(65) + "\",\"size\":\"3\"";

        assertThat(refusal(FileStep.START, fits)).isEmpty();
        assertThat(refusal(FileStep.START, longer))
                .contains(
                        new MeetingUploads.Refusal(
                                Fault.WRONG_FIELD,
                                "fileId is not of 1 to 64 letters and digits: it has 65"));
    }

    private static Optional<FileStep> step(String what, String params) {
        return FileStep.read(Message.read(Said.message("dev.file.upload." + what, params)));
    }

    private static Optional<MeetingUploads.Refusal> refusal(String function, String params) {
        return MeetingUploads.refusal(Message.read(Said.message(function, params)));
    }
}
