package io.larder.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whatHasFarMoreMembersThanAnyMessageIsNotRead() {
        String many = "{\"a\":[" + "{},".repeat(100_000) + "0]}";

        assertThatThrownBy(() -> Json.read(many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Token count");
    }

    @Test
    void aLargeListIsRead() {
        String large = "{\"a\":[" + "1,".repeat(49_999) + "1]}";

        assertThat(Json.read(large)).isEqualTo(Map.of("a", Collections.nCopies(50_000, 1L)));
    }
}
