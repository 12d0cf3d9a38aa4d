package io.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgedTest {
    @Test
    void missingAndDoubledRowsAreCounted() {
        Acknowledged acknowledged = new Acknowledged();
        acknowledged.advance(0, 3);
        acknowledged.advance(5, 2);
        Acknowledged.Check check = acknowledged.check();
        for (String id : List.of("0/1", "0/3", "0/3", "5/1", "5/3")) {
            String[] parts = id.split("/", 3);
            String serial = Acknowledged.serial(Integer.parseInt(parts[0]));
            check.present(serial + "/BUYLOG/" + parts[1]);
        }

        assertThat(check)
                .hasToString(
                        "5 rows acknowledged, 2 missing, 1 doubled, 1 stored without an answer");
    }
}
