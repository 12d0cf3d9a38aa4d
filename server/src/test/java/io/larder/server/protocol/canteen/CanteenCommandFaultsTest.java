package io.larder.server.protocol.canteen;

import static io.larder.server.protocol.canteen.CanteenWords.LANGUAGE;
import static io.larder.server.protocol.canteen.CanteenWords.fault;
import static io.larder.server.protocol.canteen.CanteenWords.order;
import static io.larder.server.protocol.canteen.CanteenWords.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Order;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What cannot be ordered of canteen terminals, and how that is said.
class CanteenCommandFaultsTest {
    @Test
    @Conforms("CMD-037")
    void askingOrRemovingNeedsACondition() {
        assertThat(fault("DELETE USERINFO"))
                .isEqualTo("DELETE USERINFO: SysID is missing, expected a number");
        assertThat(fault("QUERY USERINFO SysID=")).contains("SysID is missing");
        assertThat(fault("QUERY TIMESEG TsID=1")).contains("SegID is missing");
        assertThat(fault("DELETE TIMESEG SegID=1 TsID=")).contains("TsID is missing");
        assertThat(written("DELETE TIMESEG TsID=1 SegID=2"))
                .isEqualTo("DELETE TIMESEG SegID=2\tTsID=1");
        assertThat(fault(new Order("DELETE USERINFO", "", Map.of("Name", "a"))))
                .isEqualTo(
                        "DELETE USERINFO: knows no field 'Name', expected DELETE USERINFO"
                                + " SysID=<n>");
    }

    @ParameterizedTest
    @Conforms("CMD-018")
    @ValueSource(strings = {"\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u0085", "\ud800"})
    void noValueBreaksTheLine(String character) {
        String value = "a" + character + "C:1:SHELL reboot";

        assertThat(fault(new Order("SHELL", value, Map.of()))).contains("control character");
        assertThat(fault(new Order("GetFile", value, Map.of()))).contains("control character");
        for (String name : List.of("UPDATE USERINFO", "UPDATE STOREINFO", "SET OPTION")) {
            Map<String, String> fields = Map.of("SysID", "1", "StoreNo", "1", "Name", value);
            Map<String, String> known = new LinkedHashMap<>(fields);
            known.remove(name.equals("UPDATE USERINFO") ? "StoreNo" : "SysID");
            assertThat(fault(new Order(name, "", known))).contains("control character");
        }
        assertThat(fault(new Order("SET OPTION", "", Map.of(value, "1"))))
                .startsWith("SET OPTION: knows no field 'a?C:1:SHELL reboot'");
    }

    @Test
    void whatCannotBeOrderedIsSaidWithItsReason() {
        assertThat(fault(new Order("FORMAT C", "", Map.of())))
                .startsWith("command 'FORMAT C' is not known, expected one of: INFO, SET OPTION");
        assertThat(fault(new Order("INFO", "x", Map.of())))
                .isEqualTo("INFO: has an argument, expected INFO");
        assertThat(fault(new Order("SHELL", " ", Map.of())))
                .isEqualTo("SHELL: command line is missing, expected text");
        assertThat(fault(new Order("SHELL", "ls", Map.of("a", "b")))).contains("knows no field");
        assertThat(fault("UPDATE USERINFO Name=a"))
                .isEqualTo("UPDATE USERINFO: SysID is missing, expected a number");
        assertThat(fault("UPDATE PRESSKEY KeyID=1 Price=2.50"))
                .isEqualTo("UPDATE PRESSKEY: Price is '2.50', expected a whole number of fen");
        assertThat(fault("UPDATE MEALTYPE Mlid=1 Start=24:00")).contains("a time of day as HH:MM");
        assertThat(fault("SET OPTION")).contains("names nothing");
        assertThat(fault(new Order("UPDATE PRESSKEY", "", Map.of("KeyID", "1", "keyid", "1"))))
                .contains("twice");
        assertThat(fault(new Order("SHELL", "a".repeat(900_001), Map.of())))
                .isEqualTo("SHELL: has 900001 bytes, expected at most 900000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/a",
                "https://10.0.0.1/a",
                "/iclock/file/a",
                "file/",
                "file/../a",
                "file/a/..",
                "file/./a",
                "file//a",
                "file/a?b",
                "file/%2e%2e/a",
                "other/a"
            })
    void aFileToFetchLiesBelowTheFileFolder(String url) {
        assertThat(fault("PutFile " + url)).contains("expected a relative path like file/name");
    }

    @Test
    void wordsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> order("CHECK")).hasMessageContaining("CHECK POSLOG");
        assertThatThrownBy(() -> LANGUAGE.read(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("command '' is not known, expected one of: INFO");
        assertThatThrownBy(() -> order("INFO now"))
                .hasMessage("'now' does not belong to it, expected INFO");
        assertThatThrownBy(() -> order("SYNC POSLOG START=1 STOP=2"))
                .hasMessage(
                        "'STOP=2' does not belong to it, expected SYNC POSLOG START=<n> END=<n>");
        assertThatThrownBy(() -> order("SYNC POSLOG START=1 start=2"))
                .hasMessage("SYNC POSLOG names START twice, expected it once");
    }
}
