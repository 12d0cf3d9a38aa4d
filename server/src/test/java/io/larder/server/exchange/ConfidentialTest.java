package io.larder.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Request;
import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What may lie in the clear, told from what is sealed.
class ConfidentialTest {
    private static final String ROW = "1\t2026-03-01 08:00:00\t0\t1\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/iclock/cdata?SN=0316144680030&table=ATTLOG&Stamp=1",
                "/iclock/cdata?SN=0316144680030&Stamp=1",
                "/iclock/cpos?SN=5158181900025&table=BUYLOG&StampId=1",
                "/iclock/cpos?SN=5158181900025&table=FULLLOG&StampId=1",
                "/iclock/cpos?SN=5158181900025&table=ALLOWLOG",
                "/iclock/cpos?SN=5158181900025&table=BUYLOGBAK"
            })
    void recordsOfMoneyAndHoursHangOnNoKey(String target) {
        assertThat(isSecret(target, ROW)).isFalse();
        assertThat(isSecret(target + "&Passwd=1", ROW)).as("a password in the query").isTrue();
        assertThat(isSecret(target, "USER PIN=1\tPasswd=1234")).as("other rows").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/iclock/cdata?SN=0316144680030&table=OPERLOG&Stamp=1",
                "/iclock/cdata?SN=0316144680030&table=BIODATA&Stamp=1",
                "/iclock/cdata?SN=0316144680030&table=ATTPHOTO&Stamp=1",
                "/iclock/fdata?SN=0316144680030&PhotoStamp=1",
                "/iclock/cdata?SN=0316144680030&table=USERPIC",
                "/iclock/cdata?SN=0316144680030&table=BIOPHOTO",
                "/iclock/cdata?SN=0316144680030&table=IDCARD",
                "/iclock/cdata?SN=0316144680030&table=options",
                "/iclock/cdata?SN=0316144680030&table=NEWTABLE",
                "/iclock/cdata?SN=0316144680030",
                "/iclock/querydata?SN=0316144680030&type=tabledata&tablename=user",
                "/iclock/cpos?SN=5158181900025&table=USERINFO",
                "/iclock/cpos?SN=5158181900025&table=ODDITIES"
            })
    void everythingElseIsSealed(String target) {
        assertThat(isSecret(target, ROW)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ID=1&Return=0&CMD=DATA | false",
                "ID=1&Return=-1002&CMD=INFO | false",
                "ID=1&Return=0&CMD=DATA UPDATE USERINFO PIN=5 Passwd=1234 | true",
                "ID=1&Return=0&CMD=INFO&~DeviceName=X | true",
                "ID=1&SN=1&FILENAME=a&CMD=GetFile&Return=9&Content=secret | true"
            })
    void aReplyIsSealedWhenItSaysMoreThanHowACommandEnded(String body, boolean secret) {
        assertThat(isSecret("/iclock/devicecmd?SN=0316144680030", body)).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dev.data.upload.verifyLog | {'verifyLog':[{'pin':'7','logId':815,'recodeType':0}]} | false",
                "dev.data.upload.verifyLog | {'verifyLogs':{'pin':'7','recordType':'0'}} | false",
                "dev.data.upload.verifyLog | {'verifyLog':[{'pin':'7','password':'1234'}]} | true",
                "dev.data.upload.verifyLog | {'verifyLog':[{'pin':'7'},{'tmp':'AAEC'}]} | true",
                "dev.data.upload.verifyLog | {'verifyLog':[{'pin':{'tmp':'AAEC'}}]} | true",
                "dev.data.upload.verifyLog | {'verifyLog':[],'users':[]} | true",
                "dev.report | {'Sn':'M1','fwVer':'1','volume':5,'funcIds':['dev.heartbeat']} | false",
                "dev.report | {'fwVer':'1','content':'AAEC'} | true",
                "dev.report | {'fwVer':['AAEC']} | true",
                "dev.cmd.response | {'cmdId':'501'} | false",
                "dev.cmd.response | {'cmdId':'501','password':'1234'} | true",
                "dev.data.upload.user | {'users':[]} | true",
                "dev.data.upload.verifyPhoto | {} | true"
            })
    void aMessageLiesInTheClearOnlyWhenAllItsMembersAreKnown(
            String function, String params, boolean secret) {
        String text = "{'funcId':'x','mid':'1','payload':{'params':" + params + "}}";
        assertThat(isSecretMessage(function, text)).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'funcId':'x','mid':'1','pass':'1234'}",
                "{'funcId':'x','payload':{'params':{},'results':{'x':'1'}}}",
                "{'payload':{'params':{'tmp':'AAEC'}},'payload':{'params':{}}}",
                "{'funcId':'x','payload':'AAEC'}",
                "no JSON"
            })
    void aMessageWithSomethingBesidesItsParametersIsSealed(String text) {
        for (String function :
                List.of("dev.data.upload.verifyLog", "dev.report", "dev.cmd.response")) {
            assertThat(isSecretMessage(function, text)).as(function).isTrue();
        }
    }

    @Test
    void aValueThatIsAsLongAsATemplateIsSealed() {
        String text = "{'payload':{'params':{'verifyLog':[{'pin':'" + "A".repeat(257) + "'}]}}}";
        assertThat(isSecretMessage("dev.data.upload.verifyLog", text)).isTrue();
    }

    private static boolean isSecretMessage(String function, String text) {
        return Confidential.isSecretMessage(function, Bytes.utf8(text.replace('\'', '"')));
    }

    private static boolean isSecret(String target, String body) {
        Wire.Request wire = Wire.Request.of("POST", target, Bytes.latin1(body), "10.0.0.9");
        @Nullable Family known = null;
        return switch (Routing.read(wire, known)) {
            case Request.Upload upload -> Confidential.isSecret(upload);
            case Request.Reply reply ->
                    Confidential.isSecret(
                            new Request.Upload(
                                    reply.serial(), reply.family(), "", false, reply.wire()));
            case Request other -> throw new AssertionError(other);
        };
    }
}
