package io.larder.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.OrderTraits.Guard;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OptionItemsTest {
    @Test
    void theTableHasEachItemOnce() {
        List<String> items =
                Resource.rows("set_option_items.csv", 4).stream()
                        .map(row -> row.getFirst().toLowerCase(Locale.ROOT))
                        .toList();

        assertThat(items).hasSize(84).doesNotHaveDuplicates();
    }

    @Test
    void aKnownItemGetsItsSpellingAndItsGuard() {
        assertThat(OptionItems.parameter("WIFIDHCP"))
                .isEqualTo(
                        Parameter.optional("wifidhcp", ValueForm.INTEGER).guarded(Guard.POWERFUL));
        assertThat(OptionItems.parameter("autoalarm50"))
                .isEqualTo(Parameter.optional("AutoAlarm50", ValueForm.PACKED_TIME));
        assertThat(OptionItems.parameter("cardkey"))
                .isEqualTo(
                        Parameter.optional("CardKey", ValueForm.TEXT)
                                .guarded(Guard.CONFIRM)
                                .hidden());
    }

    @Test
    void anUnknownItemIsGuardedAndHiddenByItsName() {
        for (String name : List.of("WebServerURLModel", "DNS", "HttpsOn", "MainPort", "SSID")) {
            assertThat(OptionItems.parameter(name))
                    .isEqualTo(Parameter.optional(name, ValueForm.TEXT).guarded(Guard.POWERFUL));
        }
        for (String name : List.of("ComPwd", "AdminPassword", "CommKey", "PushToken")) {
            assertThat(OptionItems.parameter(name))
                    .isEqualTo(Parameter.optional(name, ValueForm.TEXT).hidden());
        }
        assertThat(OptionItems.parameter("Delay"))
                .isEqualTo(Parameter.optional("Delay", ValueForm.TEXT));
        assertThat(OptionItems.parameter("AutoAlarm51"))
                .isEqualTo(Parameter.optional("AutoAlarm51", ValueForm.TEXT));
    }
}
