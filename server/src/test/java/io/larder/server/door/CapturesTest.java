package io.larder.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.protocol.Wire;
import io.larder.server.record.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CapturesTest {
    private static final List<String> CAPTURES =
            List.of(
                    "GET /iclock/cdata 0 double-path",
                    "POST /iclock/exchange 358 exchange-publickey",
                    "GET /iclock/getrequest 0 getrequest-aspx",
                    "GET /iclock/getrequest 0 getrequest-info-old-bw",
                    "GET /iclock/getrequest 0 getrequest-info-raw-space",
                    "GET /iclock/posrequest 0 pos-posrequest",
                    "POST /iclock/cdata 80 attphoto",
                    "POST /iclock/devicecmd 143 devicecmd-143-joined",
                    "POST /iclock/cdata 315 attlog-9rows",
                    "POST /iclock/cdata 60 userpic",
                    "GET /iclock/cdata 0 speedface-init");

    @Test
    void whatTerminalsReallySentIsReadWhole() throws IOException {
        for (String capture : CAPTURES) {
            String name = capture.substring(capture.lastIndexOf(' ') + 1);
            assertThat(read(name) + " " + name).isEqualTo(capture);
        }
    }

    @Test
    void whatTerminalsReallySentIsAnswered() throws IOException {
        try (OpenDoor door = OpenDoor.idle()) {
            for (String capture : CAPTURES) {
                String name = capture.substring(capture.lastIndexOf(' ') + 1);
                try (RawClient client = door.client()) {
                    assertThat(client.send(bytes(name)).reply().status()).as(name).isEqualTo(200);
                }
            }
        }
    }

    private static String read(String name) throws IOException {
        InMemory in = new InMemory(Limits.SIZES, bytes(name));
        if (in.head() instanceof Heard.Head head
                && in.body(head) instanceof Body.Whole(Bytes body)) {
            Wire.Request request = Wire.Request.of(head.method(), head.target(), body, "");
            return request.method() + " " + request.path() + " " + body.length();
        }
        return "not read";
    }

    private static Bytes bytes(String name) throws IOException {
        String resource = "/door/" + name + ".http";
        try (InputStream in = CapturesTest.class.getResourceAsStream(resource)) {
            return Bytes.wrap(Objects.requireNonNull(in, resource).readAllBytes());
        }
    }
}
