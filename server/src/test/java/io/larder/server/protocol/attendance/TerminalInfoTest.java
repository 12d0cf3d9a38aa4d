package io.larder.server.protocol.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TerminalInfoTest {
    @Test
    @Conforms({"ATT-051", "ATT-052"})
    void allThirteenFieldsAreRead() {
        assertThat(
                        TerminalInfo.read(
                                "Ver 6.39 Apr 28 2008,2,0,1,192.168.1.201,10,7,15,11,01101,5,6,7"))
                .contains(
                        new TerminalInfo(
                                "Ver 6.39 Apr 28 2008",
                                OptionalInt.of(2),
                                OptionalInt.of(0),
                                OptionalInt.of(1),
                                "192.168.1.201",
                                OptionalInt.of(10),
                                OptionalInt.of(7),
                                OptionalInt.of(15),
                                OptionalInt.of(11),
                                new TerminalInfo.Flags(true, false, true, true, false, true),
                                OptionalInt.of(5),
                                OptionalInt.of(6),
                                OptionalInt.of(7)));
    }

    @Test
    @Conforms({"ATT-051", "ATT-054"})
    void shorterFormsHaveTheUsualFlags() {
        TerminalInfo five =
                TerminalInfo.read("Ver 6.39 Apr 28 2008,2,0,0,192.168.1.201").orElseThrow();
        TerminalInfo six = TerminalInfo.read("V,2,0,0,1.1.1.1,10").orElseThrow();
        TerminalInfo ten = TerminalInfo.read("V,2,0,0,1.1.1.1,10,7,15,11,011").orElseThrow();

        assertThat(five.flags()).isEqualTo(TerminalInfo.Flags.USUAL);
        assertThat(five.fpVersion()).isEmpty();
        assertThat(six.flags())
                .isEqualTo(new TerminalInfo.Flags(false, true, false, false, false, false));
        assertThat(six.lasting()).isEqualTo(Map.of("firmware", "V", "poll.fpversion", "10"));
        assertThat(ten.flags())
                .isEqualTo(new TerminalInfo.Flags(true, false, true, true, false, false));
        assertThat(ten.lasting())
                .isEqualTo(
                        Map.of(
                                "firmware",
                                "V",
                                "poll.fpversion",
                                "10",
                                "poll.faceversion",
                                "7",
                                "poll.flags",
                                "01100"));
        assertThat(ten.counts())
                .isEqualTo(Map.of("users", 2L, "fingerprints", 0L, "records", 0L, "faces", 11L));
        assertThat(TerminalInfo.read("V,1,2,3")).isEmpty();
        assertThat(TerminalInfo.read("")).isEmpty();
    }

    @Test
    @Conforms("ATT-053")
    void aFaceAlgorithmOfMinusOneIsNone() {
        TerminalInfo info = TerminalInfo.read("V,2,0,0,1.1.1.1,10,-1,0,0,111").orElseThrow();

        assertThat(info.isWithoutFaces()).isTrue();
        assertThat(new Capabilities(info.lasting(), Map.of()).takesFaces()).isFalse();
        assertThat(new Capabilities(info.lasting(), Map.of()).faceVersion()).isEmpty();
    }
}
