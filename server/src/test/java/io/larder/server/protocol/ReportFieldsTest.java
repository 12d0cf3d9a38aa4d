package io.larder.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportFieldsTest {
    @Test
    void theTableHasEachFieldOnce() {
        List<String> names =
                Resource.rows("best_report_fields.csv", 2).stream().map(List::getFirst).toList();

        assertThat(names).hasSize(47).doesNotHaveDuplicates().allMatch(ReportFields::isOne);
    }

    @Test
    void aFieldIsKnownInAnyCaseAndNothingElseIs() {
        assertThat(List.of("sn", "Sn", "FWVER")).allMatch(ReportFields::isOne);
        assertThat(List.of("password", "content", "tmp", "")).noneMatch(ReportFields::isOne);
    }
}
