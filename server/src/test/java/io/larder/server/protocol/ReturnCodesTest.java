package io.larder.server.protocol;

import static io.larder.server.record.Family.ATTENDANCE;
import static io.larder.server.record.Family.CANTEEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Family;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReturnCodesTest {
    @Test
    void aCodeMeansWhatItsCommandMeansByIt() {
        assertThat(ReturnCodes.meaning(CANTEEN, "UPDATE USERINFO", 0)).isEqualTo("done");
        assertThat(ReturnCodes.meaning(CANTEEN, "UPDATE USERINFO", -1))
                .isEqualTo("a parameter is wrong");
        assertThat(ReturnCodes.meaning(ATTENDANCE, "INFO", -1)).isEqualTo("failed");
        assertThat(ReturnCodes.meaning(CANTEEN, "GetFile", 0)).isEqualTo("done");
        assertThat(ReturnCodes.meaning(CANTEEN, "getfile", 17)).isEqualTo("17 bytes sent");
        assertThat(ReturnCodes.meaning(ATTENDANCE, "GetFile", 0)).isEqualTo("0 bytes sent");
        assertThat(ReturnCodes.meaning(ATTENDANCE, "GetFile", -1)).isEqualTo("failed");
        assertThat(ReturnCodes.meaning(ATTENDANCE, "SHELL", 2))
                .isEqualTo("the command ended with status 2");
        assertThat(ReturnCodes.meaning(CANTEEN, "SYNC POSLOG", 50)).isEqualTo("50 records");
    }

    @Test
    void aCodeThatNobodyDocumentsIsSaidToBeOne() {
        assertThat(ReturnCodes.meaning(CANTEEN, "INFO", -77)).isEqualTo("code -77, not documented");
        assertThat(ReturnCodes.meaning(ATTENDANCE, "ENROLL_FP", 3))
                .isEqualTo("code 3, not documented");
        assertThat(ReturnCodes.meaning(Family.MEETING, "cmd.data.clear.user", 7))
                .isEqualTo("code 7, not documented");
    }

    @Test
    void theTableHasEachCodeOfACommandOnce() {
        List<List<String>> keys =
                Resource.rows("return_codes.csv", 4).stream()
                        .map(row -> row.subList(0, 3))
                        .toList();

        assertThat(keys).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat(keys).allMatch(key -> key.get(2).matches("-?\\d+|\\+"));
    }
}
