package io.larder.server.protocol.attendance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.CommandReply;
import io.larder.server.protocol.Order;
import io.larder.server.protocol.OrderTraits;
import io.larder.server.protocol.OrderTraits.Guard;
import io.larder.server.protocol.Version;
import io.larder.server.record.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttendanceCommandsTest {
    private static final CommandLanguage LANGUAGE = AttendanceCommands.LANGUAGE;

    @ParameterizedTest
    @Conforms("CMD-060")
    @ValueSource(
            strings = {
                "INFO",
                "CHECK",
                "LOG",
                "REBOOT",
                "RELOAD OPTIONS",
                "CLEAR LOG",
                "CLEAR DATA",
                "CLEAR PHOTO",
                "AC_UNLOCK",
                "AC_UNALARM",
                "SHELL ls -l",
                "GetFile /mnt/a",
                "GET OPTION FROM ~SerialNumber",
                "SET OPTION VOLUME=67",
                "ENROLL_FP PIN=7\tFID=3\tRETRY=3\tOVERWRITE=1",
            })
    void aCommandIsWrittenAsDocumented(String text) {
        List<String> words = List.of(text.split("[ \t]", -1));

        assertThat(written(LANGUAGE.read(words), null)).isEqualTo(text);
    }

    @Test
    void aSettingIsAskedForWithOrWithoutFrom() {
        assertThat(LANGUAGE.read(List.of("get", "option", "VOLUME")))
                .isEqualTo(LANGUAGE.read(List.of("GET", "OPTION", "from", "VOLUME")))
                .isEqualTo(new Order("GET OPTION", "VOLUME", Map.of()));
    }

    @Test
    @Conforms("CMD-061")
    void aVersionDecidesWhatStandsBetweenFileAndPath() {
        Order order = order("PutFile file/a.dat /mnt/a.dat");

        assertThat(written(order, Version.of(2, 3, 0))).isEqualTo("PutFile file/a.dat\t/mnt/a.dat");
        assertThat(written(order, null)).isEqualTo("PutFile file/a.dat /mnt/a.dat");
    }

    @Test
    @Conforms("CMD-062")
    void aTimeInASettingIsOneNumber() {
        assertThat(written("SET OPTION autopoweroff=08:30"))
                .isEqualTo("SET OPTION AutoPowerOff=2078");
        assertThat(written("SET OPTION AutoAlarm50=23:59 AutoAlarm1=00:00 NewItem=12:00"))
                .isEqualTo("SET OPTION AutoAlarm50=5947\tAutoAlarm1=0\tNewItem=12:00");
        assertThat(LANGUAGE.fault(order("SET OPTION AutoPowerOn=0830")))
                .contains("SET OPTION: AutoPowerOn is '0830', expected a time of day as HH:MM");
        assertThat(LANGUAGE.fault(order("SET OPTION AutoPowerOn=24:00"))).isPresent();
        assertThat(LANGUAGE.fault(order("SET OPTION VOLUME=loud")))
                .contains("SET OPTION: VOLUME is 'loud', expected a whole number");
        assertThat(LANGUAGE.fault(order("SET OPTION IPAddress=192.168.1.256")))
                .contains(
                        "SET OPTION: IPAddress is '192.168.1.256', expected an address like"
                                + " 192.168.1.20");
    }

    @Test
    void notToOverwriteIsWrittenByVersion() {
        Order order = order("ENROLL_FP PIN=7 FID=3 OVERWRITE=0");

        assertThat(written(order, null)).endsWith("OVERWRITE=2");
        assertThat(written(order, Version.of(2, 2, 13))).endsWith("OVERWRITE=2");
        assertThat(written(order, Version.of(2, 2, 14))).endsWith("OVERWRITE=0");
        assertThat(LANGUAGE.fault(order("ENROLL_FP PIN=7 FID=10")))
                .contains("ENROLL_FP: FID is '10', expected the number of a finger, 0 to 9");
    }

    @Test
    void aDoorIsNamedBeforeItsDelay() {
        assertThat(written("AC_UNLOCK 1 5")).isEqualTo("AC_UNLOCK 1\t5");
        assertThat(written("AC_UNLOCK delay=5 door=1")).isEqualTo("AC_UNLOCK 1\t5");
        assertThat(LANGUAGE.fault(order("AC_UNLOCK delay=5")))
                .contains("AC_UNLOCK: door is missing, expected a number");
    }

    @ParameterizedTest
    @Conforms("CMD-056")
    @CsvSource({
        "0, enrolled",
        "2, the terminal has this finger already",
        "4, not enrolled: the finger was hard to read or three times different",
        "5, the same finger is enrolled already for somebody",
        "6, the person at the terminal cancelled it"
    })
    void whatAnEnrolmentCameToIsSaid(String returned, String meaning) {
        CommandReply reply = reply("ID=5&Return=" + returned + "&CMD=ENROLL_FP\n");
        Order order = order("ENROLL_FP PIN=7 FID=3");

        assertThat(LANGUAGE.meaning(order, reply.code().orElseThrow())).isEqualTo(meaning);
        assertThat(LANGUAGE.traits(order).countIsSuccess()).isFalse();
    }

    @Test
    @Conforms("CMD-057")
    void aDoorThatAnswersAsALogIsRead() {
        CommandReply reply = reply("ID=17&Return=0&CMD=LOG\n");

        assertThat(reply.id()).isEqualTo("17");
        assertThat(reply.command()).isEqualTo("LOG");
        assertThat(LANGUAGE.meaning(order("AC_UNLOCK"), reply.code().orElseThrow()))
                .isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({
        "CHECK,                 true,  true,  false, NONE,     60",
        "RELOAD OPTIONS,        true,  true,  false, NONE,     60",
        "LOG,                   false, true,  false, NONE,     60",
        "GET OPTION VOLUME,     false, true,  false, NONE,     60",
        "CLEAR LOG,             true,  false, false, CONFIRM,  60",
        "CLEAR DATA,            true,  false, false, POWERFUL, 60",
        "AC_UNLOCK,             false, false, false, POWERFUL, 60",
        "AC_UNALARM,            false, false, false, NONE,     60",
        "ENROLL_FP PIN=1 FID=1, false, false, false, NONE,     600",
        "PutFile file/a,        false, true,  true,  POWERFUL, 600"
    })
    void theTraitsOfAnOrderAreKnown(
            String words,
            boolean endsBatch,
            boolean repeatable,
            boolean countIsSuccess,
            Guard guard,
            int patience) {
        assertThat(LANGUAGE.traits(order(words)))
                .isEqualTo(
                        new OrderTraits(
                                endsBatch,
                                repeatable,
                                false,
                                countIsSuccess,
                                guard,
                                patience,
                                Set.of(),
                                ""));
    }

    private static CommandReply reply(String body) {
        return CommandReply.read(Bytes.latin1(body)).replies().getFirst();
    }

    private static Order order(String words) {
        return LANGUAGE.read(List.of(words.split(" ", -1)));
    }

    private static String written(String words) {
        return written(order(words), null);
    }

    private static String written(Order order, @Nullable Version pushver) {
        assertThat(LANGUAGE.fault(order)).isEmpty();
        return LANGUAGE.write(order, Map.of(), new Audience("", pushver, false)).text(UTF_8);
    }
}
