package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.larder.crypto.Certificates;
import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.crypto.Trust;
import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class TlsBoxTest {
    private static final String PUNCH = "1\t2020-01-01 08:00:00";
    private static final String UPLOAD = "/iclock/cdata?SN=0316144680030&table=ATTLOG";

    private final int port = FreePorts.next();

    @TempDir private Path data;

    private TlsKey shown() throws IOException {
        return TlsParts.open(data, Settings.read(null, Map.of(), List.of()));
    }

    @Test
    @Conforms("ENC-013")
    void aTerminalMayUploadWithTlsOrWithoutToTheSameBox() throws Exception {
        try (RunningBox box = RunningBox.in(data, "terminal.tlsPort=" + port)) {
            assertThat(box.readyLine()).contains(" terminalTls=127.0.0.1:" + port + " ");
            assertThat(box.terminal().post(UPLOAD, PUNCH).text()).isEqualTo("OK");
            assertThat(post("https://127.0.0.1:" + port + UPLOAD, PUNCH)).isEqualTo("OK");
            assertThat(box.brief(io.larder.server.record.Kind.PUNCH))
                    .singleElement()
                    .asString()
                    .contains(" again 1 ");
        }
    }

    @Test
    void theDoorMayHaveNoOtherPortThanTheOneWithTls() throws Exception {
        try (RunningBox box = RunningBox.in(data, "terminal.tlsPort=" + port, "terminal.port=0")) {
            assertThat(box.readyLine()).doesNotContain(" terminal=");
            assertThat(post("https://127.0.0.1:" + port + UPLOAD, PUNCH)).isEqualTo("OK");
        }
    }

    private String post(String url, String body) throws Exception {
        SSLContext pinned = Tls.client(Optional.empty(), Trust.fingerprint(shown().fingerprint()));
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(pinned)
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString(UTF_8)).body();
        }
    }

    @Test
    void opensslBelievesTheBoxByItsOwnCertificateAndItsAddress() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/openssl")), "there is no openssl here");
        Path authority = data.resolve("shown.pem");
        try (RunningBox _ = RunningBox.in(data, "terminal.tlsPort=" + port)) {
            Files.writeString(authority, Certificates.pem(shown().certificate()));
            for (String version : List.of("-tls1_2", "-tls1_3")) {
                assertThat(openssl(authority, version))
                        .contains("Verification: OK", "HTTP/1.1 200 OK");
            }
            assertThat(openssl(authority, "-tls1_1")).doesNotContain("HTTP/1.1");
        }
    }

    private String openssl(Path authority, String version) throws Exception {
        Process process =
                new ProcessBuilder(
                                "/usr/bin/openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + port,
                                "-CAfile",
                                authority.toString(),
                                "-verify_ip",
                                "127.0.0.1",
                                "-verify_return_error",
                                "-ign_eof",
                                version)
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream()
                .write(
                        "GET /iclock/getrequest?SN=0316144680030 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                                .getBytes(US_ASCII));
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return out;
    }

    @Test
    void theConsoleSpeaksTlsToCommandsThatBelieveNobodyElse() throws Exception {
        try (RunningBox box =
                RunningBox.in(
                        data, "console.port=" + port, "console.host=0.0.0.0", "console.tls=true")) {
            assertThat(Json.read(Files.readString(data.resolve("console.json"))))
                    .containsEntry("url", "https://127.0.0.1:" + port)
                    .containsEntry("certificate", shown().fingerprint());
            assertThat(Commands.run("show", "records", "--data", data).out())
                    .contains("state           running");

            ConsoleFile file = ConsoleFile.read(data).orElseThrow();
            String other = TlsKey.generate(List.of("localhost")).fingerprint();
            new ConsoleFile(file.url(), file.token(), Optional.of(other), file.listens())
                    .write(data);
            try (ConsoleClient client = ConsoleClient.of(box.data())) {
                assertThatThrownBy(() -> client.get("/api/v1/status"))
                        .isInstanceOf(IOException.class)
                        .hasStackTraceContaining("expected " + other);
            }
        }
    }

    @Test
    void aBoxThatClosesWithoutAnAnswerIsNamedToWhoAsked() throws Exception {
        try (RunningBox box = RunningBox.in(data, "console.port=" + port);
                ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ConsoleFile file = ConsoleFile.read(data).orElseThrow();
            String url = "http://127.0.0.1:" + mute.getLocalPort();
            new ConsoleFile(url, file.token(), file.certificate(), file.listens()).write(data);
            Thread.ofVirtual()
                    .start(() -> {
                        while (true) {
                            try (Socket each = mute.accept()) {
                                each.getInputStream().read();
                            } catch (IOException _) {
                                return;
                            }
                        }
                    });

            try (ConsoleClient client = ConsoleClient.of(box.data())) {
                assertThatThrownBy(() -> client.get("/api/v1/status"))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(url + " gave no answer: ");
            }
        }
    }

    @Test
    void aBoxShowsItsIdentityToAHeadquartersThatAsksAndIsPinnedInTurn() throws Exception {
        TlsKey key = TlsKey.generate(List.of("hq.example"));
        BlockingQueue<X509Certificate> seen = new LinkedBlockingQueue<>();
        HttpsServer server = headquarters(key, seen);
        try (RunningBox _ =
                RunningBox.in(
                        data,
                        "upstreams.headquarters.url=https://127.0.0.1:"
                                + server.getAddress().getPort(),
                        "upstreams.headquarters.fingerprint=" + key.fingerprint())) {
            assertThat(seen.poll(30, TimeUnit.SECONDS))
                    .isEqualTo(IdentityFile.open(data).certificate());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aHeadquartersWithAnotherCertificateIsNotBelievedAndTheConsoleSaysWhy() throws Exception {
        TlsKey key = TlsKey.generate(List.of("hq.example"));
        String other = TlsKey.generate(List.of("hq.example")).fingerprint();
        BlockingQueue<X509Certificate> seen = new LinkedBlockingQueue<>();
        HttpsServer server = headquarters(key, seen);
        try (RunningBox _ =
                RunningBox.in(
                        data,
                        "console.port=" + port,
                        "upstreams.headquarters.url=https://127.0.0.1:"
                                + server.getAddress().getPort(),
                        "upstreams.headquarters.fingerprint=" + other)) {
            String wanted =
                    "headquarters is not believed: its certificate has the fingerprint "
                            + key.fingerprint()
                            + ", expected "
                            + other;
            String shown = "";
            for (int i = 0; i < 500 && !shown.contains(wanted); i++) {
                shown = Commands.run("show", "records", "--data", data).out();
            }
            assertThat(shown).contains(wanted);
            assertThat(seen).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void whatHeadquartersIsKnownByMustFitItsAddress() {
        assertThatThrownBy(() ->
                        opened(
                                "upstreams.headquarters.url=http://h:1",
                                "upstreams.headquarters.fingerprint=12"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("its url is not one with TLS");
        assertThatThrownBy(() ->
                        opened(
                                "upstreams.headquarters.url=https://h:1",
                                "upstreams.headquarters.fingerprint=12"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("64 hexadecimal digits of SHA-256");
        assertThatThrownBy(() ->
                        opened(
                                "upstreams.headquarters.url=https://h:1",
                                "upstreams.headquarters.ca=gone.pem"))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("cannot be read: ");
    }

    private void opened(String... sets) throws IOException {
        TlsParts.upstream(
                data,
                Settings.read(null, Map.of(), List.of(sets)).upstreams().getFirst(),
                io.larder.crypto.Identity.generate());
    }

    /// A server that asks for a certificate, takes any, and remembers whose it saw.
    private static HttpsServer headquarters(TlsKey key, BlockingQueue<X509Certificate> seen)
            throws IOException {
        SSLContext context = Asking.server(key);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters asking = context.getDefaultSSLParameters();
                        asking.setNeedClientAuth(true);
                        parameters.setSSLParameters(asking);
                    }
                });
        server.createContext(
                "/",
                exchange -> {
                    try {
                        var session =
                                ((com.sun.net.httpserver.HttpsExchange) exchange).getSSLSession();
                        seen.add((X509Certificate) session.getPeerCertificates()[0]);
                    } catch (SSLPeerUnverifiedException e) {
                        throw new AssertionError(e);
                    }
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                });
        server.start();
        return server;
    }
}
