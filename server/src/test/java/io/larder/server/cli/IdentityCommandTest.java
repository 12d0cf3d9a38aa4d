package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.crypto.Certificates;
import io.larder.crypto.Identity;
import io.larder.crypto.IdentityHistory;
import io.larder.crypto.TlsKey;
import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.server.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityCommandTest {
    private static final byte[] SAID = "entry 1".getBytes(US_ASCII);

    @TempDir private Path data;

    private void firstStart() {
        RunningBox.in(data).close();
    }

    private Identity identity() throws IOException {
        return IdentityFile.open(data);
    }

    private TlsKey tls() throws IOException {
        return TlsParts.open(data, settings());
    }

    private static Settings settings(String... sets) {
        return Settings.read(null, Map.of(), List.of(sets));
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name)));
    }

    @Test
    void theFirstStartMakesBothKeysForTheBoxsOwnUserOnlyAndTheNextKeepsThem() throws IOException {
        firstStart();
        String identity = identity().fingerprint();
        String tls = tls().fingerprint();
        firstStart();

        assertThat(identity().fingerprint()).isEqualTo(identity);
        assertThat(tls().fingerprint()).isEqualTo(tls);
        assertThat(mode("identity.key")).isEqualTo("rw-------");
        assertThat(mode("tls.key")).isEqualTo("rw-------");
    }

    @Test
    void aKeyLeftHalfWrittenByACutIsMadeAnew() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("identity.key.new"), "-----BEGIN PRIV");
        Files.writeString(data.resolve("tls.key.new"), "-----BEGIN PRIV");
        firstStart();

        assertThat(identity().fingerprint()).hasSize(64);
        assertThat(tls().fingerprint()).hasSize(64);
        assertThat(Folders.names(data)).doesNotContain("identity.key.new", "tls.key.new");
    }

    @Test
    void aKeyThatCannotBeReadStopsTheStartAndSaysWhichFileItIs() throws IOException {
        firstStart();
        byte[] tls = Files.readAllBytes(data.resolve("tls.key"));
        Files.write(data.resolve("tls.key"), java.util.Arrays.copyOf(tls, tls.length / 2));
        assertThatThrownBy(() -> Box.open(data, settings("terminal.port=0", "console.port=0")))
                .isInstanceOf(IOException.class)
                .hasMessage(data.resolve("tls.key") + ": no CERTIFICATE in PEM");

        Files.writeString(data.resolve("identity.key"), "");
        assertThatThrownBy(() -> Box.open(data, settings("terminal.port=0", "console.port=0")))
                .isInstanceOf(IOException.class)
                .hasMessage(data.resolve("identity.key") + ": no PRIVATE KEY in PEM");
    }

    @Test
    void showBoxPrintsFingerprintsAndWhatTheIdentityVouchesFor() throws IOException {
        firstStart();
        Map<?, ?> shown = shown();

        assertThat(shown.get("fingerprint")).isEqualTo(identity().fingerprint());
        assertThat(shown.get("certificate"))
                .isEqualTo(Certificates.fingerprint(identity().certificate()));
        assertThat(shown.get("tls")).isEqualTo(tls().fingerprint());
        assertThat((List<?>) shown.get("tlsNames"))
                .extracting(String::valueOf)
                .contains("larder.local", "localhost", "127.0.0.1");
        assertThat(shown.get("listens")).isEqualTo(List.of());
        assertThat(shown.get("before")).isEqualTo(List.of());
        assertThat(shown.get("folderBytes"))
                .asInstanceOf(InstanceOfAssertFactories.LONG)
                .isGreaterThan(8 * 262_144L);
        byte[] vouched = Base64.getDecoder().decode(String.valueOf(shown.get("tlsVouched")));
        assertThat(Identity.vouches(identity().publicKey(), tls().certificate(), vouched)).isTrue();
        assertThat(Commands.run("show", "box", "--data", data).out())
                .contains("\nidentity\n  fingerprint  " + identity().fingerprint() + "\n");
    }

    @Test
    void showBoxSaysWhereARunningBoxListens() throws IOException {
        int port = FreePorts.next();
        try (RunningBox box = RunningBox.in(data, "console.port=" + port)) {
            assertThat(shown().get("listens"))
                    .isEqualTo(
                            List.of(
                                    box.readyLine().split(" ", -1)[1],
                                    "console=http://127.0.0.1:" + port));
        }
    }

    private Map<?, ?> shown() throws IOException {
        String out = Commands.run("show", "box", "--data", data, "--json").out();
        return (Map<?, ?>) Objects.requireNonNull(Json.read(out).get("identity"));
    }

    @Test
    void exportPrintsThePublicKeyAndTheCertificateAndNothingSecret() throws IOException {
        firstStart();
        Commands.Ended ended = Commands.run("identity", "export", "--data", data);

        assertThat(ended)
                .isEqualTo(
                        new Commands.Ended(
                                0,
                                identity().publicPem() + Certificates.pem(identity().certificate()),
                                ""));
        assertThat(ended.out()).doesNotContain("PRIVATE");
    }

    @Test
    void rotationHandsOverToANewIdentityAndOldSignaturesKeepTheirAuthor() throws IOException {
        firstStart();
        Identity first = identity();
        String tls = tls().fingerprint();
        byte[] signed = first.sign(SAID);
        Commands.Ended ended = Commands.run("identity", "rotate", "--data", data);
        Identity second = identity();

        assertThat(ended.out())
                .isEqualTo(
                        "identity  "
                                + second.fingerprint()
                                + "\ntls       "
                                + tls().fingerprint()
                                + "\n");
        assertThat(tls().fingerprint()).isNotEqualTo(tls);
        Commands.run("identity", "rotate", "identity", "--data", data);

        List<IdentityHistory.Step> history = IdentityFile.history(data);
        assertThat(history)
                .extracting(IdentityHistory.Step::from, IdentityHistory.Step::to)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                first.fingerprint(), second.fingerprint()),
                        org.assertj.core.groups.Tuple.tuple(
                                second.fingerprint(), identity().fingerprint()));
        byte[] key = Identity.publicKey(history.getFirst().fromPem());
        assertThat(Identity.verifies(key, SAID, signed)).isTrue();
        assertThat(mode("identity.history")).isEqualTo("rw-------");
        assertThat(mode("identity.key")).isEqualTo("rw-------");
        assertThat(shown().get("before"))
                .isEqualTo(List.of(first.fingerprint(), second.fingerprint()));
    }

    @Test
    void aForgedHistoryIsRefused() throws IOException {
        firstStart();
        Commands.run("identity", "rotate", "identity", "--data", data);
        Path file = data.resolve("identity.history");
        String forged =
                Files.readString(file)
                        .replace(identity().publicPem(), Identity.generate().publicPem());
        Files.writeString(file, forged);

        assertThatThrownBy(() -> IdentityFile.history(data))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": the identity of until ")
                .hasMessageEndingWith(" did not sign the next one");
    }

    @Test
    void aRunningBoxIsNotRotated() throws IOException {
        try (RunningBox box = RunningBox.in(data)) {
            String before = identity().fingerprint();
            assertThat(Commands.run("identity", "rotate", "--data", box.data()))
                    .isEqualTo(
                            new Commands.Ended(
                                    1, "", "larder: a box runs on " + data + "; stop it first\n"));
            assertThat(identity().fingerprint()).isEqualTo(before);
        }
    }

    @Test
    void aFolderWithoutAnIdentityHasNothingToExportOrRotate() {
        String none = "larder: " + data + " has no identity: a box makes it at its first start\n";
        assertThat(Commands.run("identity", "export", "--data", data))
                .isEqualTo(new Commands.Ended(1, "", none));
        assertThat(Commands.run("identity", "rotate", "--data", data))
                .isEqualTo(new Commands.Ended(1, "", none));
        assertThat(Folders.names(data)).isEmpty();
    }

    @Test
    void aCertificateOfOnesOwnIsShownAndNotRotated() throws IOException {
        TlsKey own = TlsKey.generate(List.of("canteen.example"));
        Files.write(data.resolve("own.pem"), own.write());
        firstStart();
        String[] sets = {"tls.certificate=own.pem", "tls.key=own.pem"};

        assertThat(TlsParts.open(data, settings(sets)).certificate()).isEqualTo(own.certificate());
        assertThat(
                        Commands.run(
                                        "identity",
                                        "rotate",
                                        "tls",
                                        "--data",
                                        data,
                                        "--set",
                                        sets[0],
                                        "--set",
                                        sets[1])
                                .code())
                .isEqualTo(2);
        assertThat(tls().certificate()).isNotEqualTo(own.certificate());
    }

    @Test
    void aCertificateOfOnesOwnThatCannotBeUsedIsRefusedAtTheStart() throws IOException {
        TlsKey own = TlsKey.generate(List.of("canteen.example"));
        TlsKey other = TlsKey.generate(List.of("canteen.example"));
        Files.write(data.resolve("own.pem"), own.write());
        Files.writeString(data.resolve("other.pem"), Certificates.pem(other.certificate()));

        assertThatThrownBy(() -> TlsParts.open(data, settings("tls.certificate=own.pem")))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("tls.certificate and tls.key go together");
        assertThatThrownBy(() ->
                        TlsParts.open(
                                data, settings("tls.certificate=other.pem", "tls.key=own.pem")))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("the key is not the certificate's");
        assertThatThrownBy(() ->
                        TlsParts.open(data, settings("tls.certificate=gone", "tls.key=own.pem")))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("cannot be read: java.nio.file.NoSuchFileException: ");
    }

    @Test
    void configuredNamesComeFirstAndMustBeNames() {
        assertThat(TlsNames.of(settings("tls.names=canteen.example, 10.1.2.3")))
                .startsWith("canteen.example", "10.1.2.3")
                .contains("larder.local", "localhost", "127.0.0.1");
        assertThatThrownBy(() -> TlsNames.of(settings("tls.names=a b")))
                .isInstanceOf(Settings.Wrong.class)
                .hasMessageContaining("a b is no host name or address");
    }
}
