package io.larder.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.Position;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudEventTest {
    private static final String PURCHASE =
            "{\"kind\":\"purchase\",\"box\":\"00112233445566aa\",\"epoch\":4711,\"seq\":201,\"row\":3,"
                    + "\"terminal\":\"T\\\"1\",\"family\":\"canteen\",\"receivedAt\":\"2024-05-06T07:08:09.1+08:00\","
                    + "\"verdict\":\"new\",\"key\":\"BUYLOG/17\",\"contentDigest\":\"5d41\",\"amountFen\":850}";

    @Test
    void aRecordIsPutIntoItsEnvelopeAsItIs() {
        CloudEvent event = CloudEvent.of(PURCHASE);

        assertThat(event.write())
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"id\":\"00112233445566aa/4711/201/3\",\"source\":\"/larder/00112233445566aa\","
                                + "\"type\":\"io.larder.record.purchase.v1\",\"subject\":\"T\\\"1\",\"time\":\"2024-05-06T07:08:09.1+08:00\","
                                + "\"datacontenttype\":\"application/json\",\"dataschema\":\"urn:larder:schema:record:1\",\"data\":"
                                + PURCHASE
                                + "}");
        assertThat(event.identity())
                .isEqualTo(
                        new RecordIdentity(
                                "purchase",
                                "T\"1",
                                "00112233445566aa",
                                4711,
                                new Position(201, 3),
                                Optional.of("BUYLOG/17"),
                                Optional.of("5d41")));
    }

    @Test
    void aGapOfTheBoxHasNoSubject() {
        String gap =
                "{\"kind\":\"gap\",\"box\":\"00112233445566aa\",\"epoch\":1,\"seq\":2,\"row\":0,\"nested\":{\"kind\":\"no\"}}";

        Map<String, Object> event = Json.read(CloudEvent.of(gap).write());

        assertThat(event)
                .doesNotContainKeys("subject", "time")
                .containsEntry("data", Json.read(gap));
    }

    @Test
    void whatDoesNotSayWhoseItIsGetsNone() {
        assertThatThrownBy(() -> CloudEvent.of(PURCHASE.replace("\"box\"", "\"bux\"")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("box is null, expected 16 hex digits");
        assertThatThrownBy(() -> CloudEvent.of("[" + PURCHASE + "]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a JSON object");
        assertThatThrownBy(() -> CloudEvent.of("{\"kind\":"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not JSON");
    }

    @Test
    void whatComesBehindTheIdentityIsNotRead() {
        assertThat(CloudEvent.of(PURCHASE.replace("850}", "850, and then noise")).id())
                .isEqualTo("00112233445566aa/4711/201/3");
    }
}
