package io.larder.server.protocol.canteen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Pace;
import io.larder.server.protocol.Version;
import io.larder.server.protocol.canteen.CanteenSettings.CardSectors;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CanteenOptionsTest {
    private static final Serial SERIAL = new Serial("5158181900025");
    private static final CanteenSettings STANDARD = CanteenSettings.standard(ZoneOffset.ofHours(8));
    private static final String STAMPS_OF_A_NEW_TERMINAL =
            """
            GET OPTION FROM: 5158181900025
            Stamp=0
            OpStamp=0
            ZhiWeiLogStamp=0
            ZhiWeiLogStampId=0
            ZhiWeiBakLogStampId=0
            PosLogStamp=0
            FullLogStamp=0
            AllowLogStamp=0
            PosLogStampId=0
            FullLogStampId=0
            AllowLogStampId=0
            PosBakLogStampId=0
            FullBakLogStampId=0
            AllowBakLogStampId=0
            UseStampId=1
            TableNameStamp=0
            PhotoStamp=0
            """;

    @Test
    @Conforms({"POS-001", "POS-002", "POS-003", "POS-004", "OPT-005"})
    void withTheStateOfTheDocumentTheAnswerIsItsExample() {
        Map<String, String> state =
                Map.of(
                        "PosLogStamp", "2018-11-02T10:16:58",
                        "PosLogStampId", "36",
                        "PosBakLogStampId", "2018-11-02T09:47:44");
        Bytes answer =
                CanteenOptions.write(
                        SERIAL,
                        with(STANDARD.pace(), "1111101011", 0, 8, null, CardSectors.NONE),
                        Version.of(4, 0, 1),
                        name -> state.getOrDefault(name, "0"));

        assertThat(answer.asLatin1())
                .isEqualTo(
                        """
                        GET OPTION FROM: 5158181900025
                        Stamp=0
                        OpStamp=0
                        ZhiWeiLogStamp=0
                        ZhiWeiLogStampId=0
                        ZhiWeiBakLogStampId=0
                        PosLogStamp=2018-11-02T10:16:58
                        FullLogStamp=0
                        AllowLogStamp=0
                        PosLogStampId=36
                        FullLogStampId=0
                        AllowLogStampId=0
                        PosBakLogStampId=2018-11-02T09:47:44
                        FullBakLogStampId=0
                        AllowBakLogStampId=0
                        UseStampId=1
                        TableNameStamp=0
                        PhotoStamp=0
                        ErrorDelay=60
                        Delay=30
                        TransTimes=00:00;14:05
                        TransInterval=1
                        TransFlag=1111101011
                        SyncTime=600
                        AllowOnline=0
                        MachineType=0
                        CustomSector=1
                        TimeZone=8
                        Realtime=1
                        Encrypt=0

                        """);
        assertThat(answer.length()).isEqualTo(515);
    }

    @Test
    @Conforms({"POS-005", "POS-010", "POS-012", "POS-017", "POS-089", "OPT-004", "OPT-009"})
    void aNewTerminalHearsZeroForEveryStampAndAVersionWithoutEncryption() {
        assertThat(write(STANDARD, Version.of(4, 0, 1)))
                .isEqualTo(
                        STAMPS_OF_A_NEW_TERMINAL
                                + """
                                ErrorDelay=60
                                Delay=30
                                TransTimes=00:00;14:05
                                TransInterval=1
                                TransFlag=1111101011
                                SyncTime=600
                                AllowOnline=0
                                MachineType=0
                                CustomSector=1
                                TimeZone=8
                                Realtime=1
                                Encrypt=0
                                PushProtVer=2.3.0

                                """);
        assertThat(write(STANDARD, Version.of(2, 3, 0)))
                .matches(
                        "^GET OPTION FROM: 5158181900025\\n(.*\\n)*PushProtVer=2\\.(2\\.14|3\\.0)\\n\\n");
    }

    @Test
    @Conforms("OPT-001")
    void aTerminalThatNamesNoVersionSpeaks2214() {
        assertThat(write(STANDARD, null)).endsWith("Encrypt=0\nPushProtVer=2.2.14\n\n");
    }

    @Test
    @Conforms({"POS-014", "POS-018", "POS-019"})
    void everySettingShowsInTheAnswer() {
        Pace pace = new Pace(45, 5, List.of(LocalTime.of(9, 0)), 7, 0, false);
        CanteenSettings settings =
                with(pace, "1", 1, 8, Version.of(2, 2, 14), new CardSectors(3, 0, "s3cret"));

        assertThat(write(settings, Version.of(4, 0, 1)))
                .isEqualTo(
                        STAMPS_OF_A_NEW_TERMINAL
                                + """
                                ErrorDelay=45
                                Delay=5
                                TransTimes=09:00
                                TransInterval=7
                                TransFlag=1
                                SyncTime=0
                                AllowOnline=0
                                MachineType=1
                                CustomSector=1
                                TimeZone=8
                                Realtime=0
                                Encrypt=0
                                UseSection=3
                                BackSection=0
                                CardPass=s3cret
                                PushProtVer=2.2.14

                                """);
    }

    @Test
    @Conforms("TIME-013")
    void aPartHourZoneIsToldInMinutes() {
        assertThat(write(CanteenSettings.standard(ZoneOffset.ofHoursMinutes(5, 30)), null))
                .contains("\nTimeZone=330\n");
        assertThat(write(CanteenSettings.standard(ZoneOffset.ofHoursMinutes(-3, -30)), null))
                .contains("\nTimeZone=-210\n");
        assertThat(write(CanteenSettings.standard(ZoneOffset.UTC), null))
                .contains("\nTimeZone=0\n");
    }

    @Test
    @Conforms({"POS-015", "POS-016", "OPT-008"})
    void settingsThatATerminalWouldNotTakeAreRefusedByName() {
        refused("TransTimes is 11, expected 0 to 10 times of day", () -> pace(30, 11));
        refused("Delay is 0, expected 1 to 86400 seconds", () -> pace(0, 1));
        refused("Delay is 86401, expected 1 to 86400 seconds", () -> pace(86_401, 1));
        refused(
                "TransFlag has 91 characters, expected 1 to 90 printable ones without blanks",
                () -> with(Pace.STANDARD, "1".repeat(91), 0, 8, null, CardSectors.NONE));
        refused(
                "MachineType is 3, expected 0 to 2 (0 purchases, 1 top-ups, 2 subsidies)",
                () -> with(Pace.STANDARD, "1", 3, 8, null, CardSectors.NONE));
        refused(
                "PushProtVer is 2.4.0, expected one below 2.4.0, which terminal.keyExchange tells by"
                        + " itself",
                () -> Pace.plainVersion(Version.of(2, 4, 0)));
        refused(
                "CardPass has 3 characters, expected 1 to 64 printable ones without blanks",
                () -> new CardSectors(null, null, "a\nb"));
    }

    @Test
    void aBookmarkThatWouldForgeAnOptionIsNotWritten() {
        Function<String, String> forged = _ -> "1\nEncrypt=1";

        assertThatThrownBy(() -> CanteenOptions.write(SERIAL, STANDARD, null, forged))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("option Stamp holds a control character, expected one line of text");
    }

    @Test
    void theCardPasswordDoesNotShowInTexts() {
        CanteenSettings settings =
                with(Pace.STANDARD, "1", 0, 8, null, new CardSectors(1, 2, "s3cret"));

        assertThat(settings.toString()).doesNotContain("s3cret").contains("cardPass=***");
    }

    private static void refused(String message, Runnable settings) {
        assertThatThrownBy(settings::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Pace pace(int delay, int times) {
        return new Pace(60, delay, Collections.nCopies(times, LocalTime.NOON), 1, 600, true);
    }

    private static CanteenSettings with(
            Pace pace,
            String transFlag,
            int machineType,
            int hours,
            @Nullable Version version,
            CardSectors sectors) {
        return new CanteenSettings(
                pace,
                transFlag,
                false,
                machineType,
                1,
                ZoneOffset.ofHours(hours),
                version,
                sectors);
    }

    private static String write(CanteenSettings settings, @Nullable Version pushver) {
        return CanteenOptions.write(SERIAL, settings, pushver, _ -> "0").asLatin1();
    }
}
