package io.larder.server.protocol.canteen;

import static io.larder.server.protocol.canteen.CanteenWords.LANGUAGE;
import static io.larder.server.protocol.canteen.CanteenWords.fault;
import static io.larder.server.protocol.canteen.CanteenWords.order;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.protocol.OrderTraits.Guard;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is known of an order for canteen terminals beside its text.
class CanteenCommandTraitsTest {
    @ParameterizedTest
    @CsvSource({
        "INFO,                          false, true,  false, false, NONE,     60,  ''",
        "REBOOT,                        true,  false, true,  false, NONE,     600,  ''",
        "CHECK ALL,                     true,  true,  false, false, NONE,     60,  ''",
        "CLEAR POSLOG,                  true,  false, false, false, CONFIRM,  60,  ''",
        "CLEAR DATA,                    true,  false, false, false, POWERFUL, 60,  ''",
        "SHELL ls,                      false, false, false, true,  POWERFUL, 600, ''",
        "GetFile /a,                    false, true,  false, true,  POWERFUL, 600, ''",
        "PutFile file/a /b/a,           false, true,  false, true,  POWERFUL, 600, FILE/b/a",
        "PutFile file/a.TGZ /b/,        false, false, false, true,  POWERFUL, 600, ''",
        "SYNC POSLOG START=1 END=2,     false, true,  false, true,  NONE,     60,  ''",
        "QUERY USERINFO SysID=1,        false, true,  false, false, NONE,     60,  ''",
        "DELETE USERINFO sysid=1,       false, true,  false, false, NONE,     60,  USERINFO/SysID=1",
        "UPDATE USERINFO Name=a SysID=1,false, true,  false, false, NONE,     60,  USERINFO/SysID=1",
        "SET OPTION delay=5,            true,  true,  false, false, NONE,     60,  OPTION",
        "SET OPTION VOLUME=5 a=1,       true,  true,  false, false, NONE,     60,  'OPTION'",
        "SET OPTION usesection=5,       true,  true,  false, false, CONFIRM,  60,  OPTION",
        "SET OPTION webserverport=80,   true,  true,  false, false, POWERFUL, 60,  OPTION",
        "SET OPTION ICLOCKSVRURL=x,     true,  true,  false, false, POWERFUL, 60,  OPTION",
    })
    void theTraitsOfAnOrderAreKnown(
            String words,
            boolean endsBatch,
            boolean repeatable,
            boolean restarts,
            boolean countIsSuccess,
            Guard guard,
            int patience,
            String target) {
        assertThat(LANGUAGE.traits(order(words)))
                .isEqualTo(
                        new OrderTraits(
                                endsBatch,
                                repeatable,
                                restarts,
                                countIsSuccess,
                                guard,
                                patience,
                                Set.of(),
                                target));
    }

    @Test
    void aFirstAndASecondKeyNameWhatIsChanged() {
        assertThat(LANGUAGE.traits(order("UPDATE TIMESEG TsID=2 SegID=1")).target())
                .isEqualTo(LANGUAGE.traits(order("DELETE TIMESEG SegID=1 TsID=2")).target())
                .isEqualTo("TIMESEG/SegID=1,TsID=2");
    }

    @Test
    void passwordsAreNeverShown() {
        Order order = new Order("UPDATE USERINFO", "", Map.of("SysID", "1", "PASSWORD", "4\t2"));
        Order options =
                new Order(
                        "SET OPTION",
                        "",
                        Map.ofEntries(
                                entry("cardpass", "1"),
                                entry("CardKey", "1"),
                                entry("ComPwd", "1"),
                                entry("AntiPassbackOn", "1"),
                                entry("KeyPadBeep", "1")));

        assertThat(LANGUAGE.traits(order).secrets()).containsExactly("PASSWORD");
        assertThat(LANGUAGE.traits(options).secrets())
                .containsExactlyInAnyOrder("cardpass", "CardKey", "ComPwd");
        assertThat(order.toString()).doesNotContain("4");
        assertThat(fault(order)).doesNotContain("4\t2");
    }

    @Test
    void helpShowsEachCommandAndItsFields() {
        assertThat(LANGUAGE.help())
                .hasSize(14 + 24 + 5 + 3)
                .containsEntry(
                        "SYNC POSLOG START=<n> END=<n>",
                        "sends purchases of these record numbers again")
                .containsEntry(
                        "UPDATE FIXED TsID=<n> [Start=<HH:MM>] [End=<HH:MM>] [Price=<fen>]",
                        "adds or changes a fixed price")
                .containsEntry("PutFile <url> [<path>]", "has the terminal fetch a file")
                .containsEntry("SET OPTION <item>=<value>...", "changes settings of the terminal");
    }
}
