package io.larder.server.protocol.meeting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.server.conformance.Conforms;
import io.larder.server.record.Bytes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTest {
    @Test
    void aRequestIsReadWithItsParameters() {
        Message read =
                read(
                        """
                        {"funcId":"dev.heartbeat","imme":"1","mid":"7","payload":{"params":{"isFree":"0"}}}
                        """);

        assertThat(read)
                .isEqualTo(
                        new Message(
                                "dev.heartbeat",
                                "7",
                                "",
                                true,
                                "",
                                "",
                                Map.of("isFree", "0"),
                                Map.of()));
    }

    @Test
    @Conforms("BEST-020")
    void missingEmptyAndZeroAllMeanNotUrgent() {
        assertThat(read("{\"mid\":\"1\"}").urgent()).isFalse();
        assertThat(read("{\"mid\":\"1\",\"imme\":\"\"}").urgent()).isFalse();
        assertThat(read("{\"mid\":\"1\",\"imme\":\"0\"}").urgent()).isFalse();
        assertThat(read("{\"mid\":\"1\",\"imme\":1}").urgent()).isTrue();
    }

    @Test
    @Conforms("BEST-012")
    void numbersAndFlagsAreTakenAsTexts() {
        Map<String, Object> params =
                read("{\"payload\":{\"params\":{\"a\":1,\"b\":true}}}").params();

        assertThat(Values.text(params, "a")).isEqualTo("1");
        assertThat(Values.text(params, "b")).isEqualTo("1");
    }

    @Test
    @Conforms("BEST-012")
    void aNumberOfAnySizeIsTakenAsItsDigits() {
        Map<String, Object> params =
                read("{\"payload\":{\"params\":{\"pin\":99999999999999999999}}}").params();

        assertThat(Values.text(params, "pin")).isEqualTo("99999999999999999999");
    }

    @Test
    void theSerialMayStandBesideOrAmongTheParameters() {
        assertThat(read("{\"sn\":\"A1\"}").serial()).isEqualTo("A1");
        assertThat(read("{\"payload\":{\"params\":{\"Sn\":\"A1\"}}}").serial()).isEqualTo("A1");
    }

    @Test
    @Conforms("BEST-013")
    void membersThatNobodyKnowsAreLeftAlone() {
        assertThat(read("{\"mid\":\"1\",\"foo\":{\"bar\":[1]}}").mid()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'funcId':'dev.report','mid':'m1','payload':{'a':} | m1",
                "{'mid' : 17,'x': | 17",
                "{'mid':'m1'}{'mid':'m1'} | m1",
                "{'mid':'m1','x':{'mid':'m2' | ``",
                "{'mid':'123456789012345678901234567890123', | ``",
                "{'mid':'a\\u0041', | ``",
                "{'mid':'', | ``",
                "{'middle':'m1', | ``",
                "no JSON | ``"
            })
    void ofATextThatCannotBeReadTheOneMidIsFound(String text, String mid) {
        Bytes said = Bytes.utf8(text.replace('\'', '"'));
        assertThatThrownBy(() -> Message.read(said)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Message.midIn(said)).isEqualTo(mid);
    }

    @Test
    void whatIsNoObjectIsNoMessage() {
        assertThatThrownBy(() -> read("[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a JSON object");
        assertThatThrownBy(() -> read("{")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Conforms("BEST-016")
    void anAnswerRepeatsTheMidAndEveryValueIsText() {
        assertThat(Message.done("9f1c", Map.of("authCode", "x")))
                .isEqualTo(
                        "{\"funcId\":\"cmd.dev.response\",\"code\":\"00000000\","
                                + "\"message\":\"success\",\"mid\":\"9f1c\","
                                + "\"payload\":{\"results\":{\"authCode\":\"x\"}}}");
        assertThat(Message.refused("9f1c", Fault.WRONG_FIELD, "no pin"))
                .isEqualTo(
                        "{\"funcId\":\"cmd.dev.response\",\"code\":\"S00E0003\","
                                + "\"message\":\"no pin\",\"mid\":\"9f1c\"}");
    }

    private static Message read(String text) {
        return Message.read(Bytes.utf8(text));
    }
}
