package io.larder.server.protocol.attendance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Pace;
import io.larder.server.protocol.Version;
import io.larder.server.record.Serial;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttendanceOptionsTest {
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    @Test
    @Conforms({"ATT-001", "ATT-003"})
    void theOldestFirmwareGetsOldStampsAndABitString() {
        assertThat(write(AttendanceSettings.standard(CHINA), null, Map.of("Stamp", "82983982")))
                .isEqualTo(
                        """
                        GET OPTION FROM: 123456
                        Stamp=82983982
                        OpStamp=0
                        PhotoStamp=0
                        ATTLOGStamp=0
                        OPERLOGStamp=0
                        ATTPHOTOStamp=0
                        ErrorDelay=60
                        Delay=30
                        TransTimes=00:00;14:05
                        TransInterval=1
                        TransFlag=1111101111
                        TimeZone=8
                        Realtime=1
                        Encrypt=0
                        PushProtVer=2.2.14
                        """);
    }

    @Test
    @Conforms({"ATT-002", "ATT-004"})
    void laterFirmwareGetsAListOfNames() {
        assertThat(
                        write(
                                AttendanceSettings.standard(CHINA),
                                Version.of(2, 4, 1),
                                Map.of("ATTLOGStamp", "9999", "ERRORLOGStamp", "3")))
                .isEqualTo(
                        """
                        GET OPTION FROM: 123456
                        Stamp=0
                        OpStamp=0
                        PhotoStamp=0
                        ATTLOGStamp=9999
                        OPERLOGStamp=0
                        ATTPHOTOStamp=0
                        ERRORLOGStamp=3
                        ErrorDelay=60
                        Delay=30
                        TransTimes=00:00;14:05
                        TransInterval=1
                        TransFlag=TransData AttLog\tOpLog\tAttPhoto\tEnrollFP\tEnrollUser\tChgUser\tChgFP\tFACE\tUserPic\tWORKCODE\tBioPhoto
                        TimeZone=8
                        Realtime=1
                        Encrypt=0
                        PushProtVer=2.3.0
                        """);
    }

    @Test
    void aVersionBefore21GetsTheBitString() {
        assertThat(write(AttendanceSettings.standard(CHINA), Version.of(2, 0, 9), Map.of()))
                .contains("\nTransFlag=1111101111\n");
    }

    @Test
    @Conforms("ATT-005")
    void usersAndFingerprintsNeedTheOperationLog() {
        for (TransData kind : TransData.NEED_OP_LOG) {
            assertThatThrownBy(() -> settings(Set.of(TransData.ATT_LOG, kind)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected OpLog");
        }
        assertThat(write(settings(Set.of(TransData.OP_LOG, TransData.CHG_FP)), null, Map.of()))
                .contains("\nTransFlag=0100000100\n");
    }

    @Test
    @Conforms("ATT-006")
    void aBitStringOfZerosIsRefused() {
        assertThatThrownBy(() -> settings(Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TransFlag is 0000000000, expected at least one kind");
        assertThatThrownBy(() -> settings(Set.of(TransData.WORK_CODE)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Conforms("ATT-072")
    void aTerminalThatSendsBitmapsIsToldWhatBothSidesKnow() {
        AttendanceSettings settings = AttendanceSettings.standard(CHINA);

        assertThat(
                        write(
                                settings,
                                null,
                                Map.of(
                                        "multibiodatasupport", "0:1:0:0:0:0:0:0:1:1",
                                        "multibiophotosupport", "0:0:0:0:0:0:0:0:0:1")))
                .endsWith(
                        """
                        MultiBioDataSupport=0:1:0:0:0:0:0:0:1:1:0
                        MultiBioPhotoSupport=0:0:0:0:0:0:0:0:0:1:0
                        """);
        assertThat(write(settings, null, Map.of())).doesNotContain("MultiBio");
    }

    private static AttendanceSettings settings(Set<TransData> kinds) {
        return new AttendanceSettings(Pace.STANDARD, kinds, CHINA, null);
    }

    private static String write(
            AttendanceSettings settings, @Nullable Version pushver, Map<String, String> state) {
        return AttendanceOptions.write(
                        new Serial("123456"),
                        settings,
                        pushver,
                        name -> state.getOrDefault(name, "0"),
                        new Capabilities(Map.of(), state))
                .asLatin1();
    }
}
