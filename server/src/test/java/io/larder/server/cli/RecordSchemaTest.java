package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.larder.server.json.Epochs;
import io.larder.server.json.Json;
import io.larder.server.json.RecordColumns;
import io.larder.server.json.RecordJson;
import io.larder.server.record.Kind;
import io.larder.server.relay.kafka.KafkaUpstream;
import io.larder.storage.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The published schema of records against what the product writes.
class RecordSchemaTest {
    private static final String ATTENDANCE = "/iclock/cdata?SN=123456&table=";

    /// Tables that no documented request shows, or not with every field.
    private static final Map<String, String> OTHERS =
            Map.of(
                    "USERINFO",
                    "PIN=1\tName=a\tPri=0\tCard=[01]\tGrp=1\tTZ=\tVerify=1\tViceCard=1\tPasswd=1\tx=1",
                    "BIODATA",
                    "PIN=1\tNo=1\tIndex=1\tValid=1\tDuress=1\tType=1\tMajorVer=1\tFormat=1\tSize=9\tTmp=AA",
                    "BIOPHOTO",
                    "PIN=1\tType=1\tFileName=a\tSize=1\tContent=AAAA",
                    "IDCARD",
                    "PIN=1\tSNNum=1\tIDNum=1\tName=1\tGender=1\tNation=1\tBirthday=1\tValidInfo=1\tPhoto=AA",
                    "ERRORLOG",
                    "ErrCode=1\tErrMsg=1\tDataOrigin=1\tCmdId=1\tAdditional=1",
                    "OPTIONS",
                    "~DeviceName=1,FWVersion=1",
                    "ZHIWEILOG",
                    "w\0");

    @TempDir private Path data;

    private static String text() throws IOException {
        try (InputStream in = KafkaUpstream.class.getResourceAsStream("record.schema.json")) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), UTF_8);
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text());
    }

    private static List<String> complaints(JsonSchema schema, String record) {
        return schema.validate(record, InputFormat.JSON).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    @Test
    void theDocumentedUploadsOfAllFamiliesMakeRecordsThatFit() throws IOException {
        List<String> records = new ArrayList<>();
        try (RunningBox box = RunningBox.in(data.resolve("door"))) {
            Fixture.examples().forEach(each -> box.terminal().send(each.request()));
            OTHERS.forEach((table, line) -> box.terminal().post(ATTENDANCE + table, line));
            records.addAll(records(box));
        }
        JsonSchema schema = schema();
        Set<String> kinds = new TreeSet<>();
        for (String record : records) {
            assertThat(complaints(schema, record)).as(record).isEmpty();
            kinds.add(String.valueOf(Json.read(record).get("kind")));
        }
        assertThat(kinds)
                .contains("purchase", "purchaseItem", "topup", "subsidy", "punch", "operation")
                .contains("person", "template", "photo", "identityCard", "terminalError")
                .contains("terminalState", "unknown");
    }

    private static List<String> records(RunningBox box) {
        List<String> records = new ArrayList<>();
        RecordJson json =
                RelayParts.json(
                        box.store(),
                        new Epochs(box.store().journal().epoch()),
                        ZoneId.of("+08:00"));
        box.awaitApplied();
        box.ask(ledger -> {
            ledger.records(
                    Position.START,
                    Long.MAX_VALUE,
                    row -> {
                        records.add(json.write(row));
                        return true;
                    });
            return records.size();
        });
        return records;
    }

    @Test
    void everyColumnOfEveryKindIsInTheSchema() throws IOException {
        Set<String> named = new HashSet<>();
        if (Json.read(text()).get("properties") instanceof Map<?, ?> properties) {
            properties.keySet().forEach(name -> named.add(String.valueOf(name)));
        }

        for (Kind kind : Kind.values()) {
            assertThat(named).as(kind.word()).containsAll(RecordColumns.of(kind));
        }
    }

    @Test
    void aRecordWithoutItsIdentityOrWithMoneyInWordsDoesNotFit() throws IOException {
        JsonSchema schema = schema();
        String good =
                "{\"kind\":\"purchase\",\"box\":\"00112233445566aa\",\"epoch\":4711,\"seq\":1,\"row\":0,\"terminal\":\"T1\",\"family\":\"canteen\",\"receivedAt\":\"2024-05-06T07:08:09.1+08:00\",\"clockTrusted\":true,\"verdict\":\"new\",\"key\":\"BUYLOG/17\",\"contentDigest\":\"5d41402abc4b2a76b9719d911017c592\",\"card\":\"0042\",\"time\":\"2024-05-06T07:08:00\",\"amountFen\":850,\"balanceFen\":1,\"recNo\":17}";

        assertThat(complaints(schema, good)).isEmpty();
        for (String wrong :
                List.of(
                        good.replace("\"box\":\"00112233445566aa\",", ""),
                        good.replace("\"terminal\":\"T1\",", ""),
                        good.replace("850", "\"8.50\""),
                        good.replace("\"card\":\"0042\",", ""),
                        good.replace("\"new\"", "\"perhaps\""))) {
            assertThat(complaints(schema, wrong)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void whatIsPublishedIsWhatIsInTheJar() throws IOException {
        Path published =
                Path.of(System.getProperty("basedir", "."))
                        .resolveSibling("docs/schema/record.schema.json");

        assertThat(Files.readString(published)).isEqualTo(text());
    }
}
