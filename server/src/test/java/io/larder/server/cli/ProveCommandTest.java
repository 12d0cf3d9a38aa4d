package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.larder.crypto.Identity;
import io.larder.server.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A signed journal from the command line, and an auditor who uses none of this program.
class ProveCommandTest {
    private static final String PUNCH = "1\t2020-01-01 08:00:0%d\t0\t1";
    private static final String TABLE = "/iclock/cdata?SN=0316144680030&table=ATTLOG";
    private static final int PAGE = 4096;

    @TempDir private Path data;
    @TempDir private Path elsewhere;
    private String box = "";
    private long epoch;
    private String fingerprint = "";
    private Path key = Path.of("");
    private Path proof = Path.of("");

    @BeforeEach
    void aBoxWithFivePunches() throws IOException {
        try (RunningBox running = RunningBox.in(data)) {
            for (int n = 0; n < 5; n++) {
                running.terminal().post(TABLE, PUNCH.formatted(n));
            }
            box = running.store().journal().box();
            epoch = running.store().journal().epoch();
        }
        Identity identity = IdentityFile.need(data);
        fingerprint = identity.fingerprint();
        key = Files.writeString(elsewhere.resolve("box.pem"), identity.publicPem());
        proof = elsewhere.resolve("proof");
    }

    @Test
    void aProofIsVerifiedWithThePublicKeyOnly() throws IOException {
        assertThat(prove(4))
                .isEqualTo(
                        new Commands.Ended(
                                0, "entry 4 is signed by key " + fingerprint + "\n", ""));
        Path payload = elsewhere.resolve("payload");

        Commands.Ended verified = Commands.run("verify", proof, "--key", key, "--payload", payload);

        assertThat(verified.code()).isZero();
        assertThat(verified.out())
                .startsWith(
                        """
                        proven   entry 4 of box %s, epoch %d
                                 signed by key %s until 20\
                        """
                                .formatted(box, epoch, fingerprint))
                .contains("         UPLOAD of 0316144680030, received 20");
        assertThat(Files.readString(payload)).endsWith(PUNCH.formatted(1));
    }

    @Test
    void nothingInAProofCanBeChanged() throws IOException {
        prove(4);
        String whole = Files.readString(proof);
        for (int at = 0; at < whole.length() - 1; at++) {
            char changed = "bB1".indexOf(whole.charAt(at)) < 0 ? 'B' : '2';
            Files.writeString(proof, whole.substring(0, at) + changed + whole.substring(at + 1));

            assertThat(Commands.run("verify", proof, "--key", key).code())
                    .as("%d of %s", at, whole)
                    .isEqualTo(1);
        }
    }

    @Test
    void anotherKeyProvesNothing() throws IOException {
        prove(4);
        Identity other = Identity.generate();
        Path stranger = Files.writeString(elsewhere.resolve("other.pem"), other.publicPem());

        assertThat(Commands.run("verify", proof, "--key", stranger))
                .isEqualTo(
                        new Commands.Ended(
                                1,
                                "NOT proven by key "
                                        + other.fingerprint()
                                        + "\n         it names key "
                                        + fingerprint
                                        + ": a proof is verified with the box's key of its time,"
                                        + " which larder identity rotate keeps in"
                                        + " DIR/identity.history\n",
                                ""));
    }

    @Test
    void afterARotationAProofIsVerifiedWithTheKeyOfItsTime() throws IOException {
        prove(4);
        assertThat(Commands.run("identity", "rotate", "--data", data).code()).isZero();
        Path newer = elsewhere.resolve("newer.pem");
        Files.writeString(newer, IdentityFile.need(data).publicPem());

        assertThat(Commands.run("verify", proof, "--key", key).code()).isZero();
        assertThat(Commands.run("verify", proof, "--key", newer).out())
                .contains("it names key " + fingerprint + ": ");
        assertThat(Files.readString(data.resolve("identity.history")))
                .as("where the key of that time is")
                .contains(Files.readString(key));
    }

    @Test
    void anEntryThatIsNotThereHasNoProof() {
        assertThat(prove(17))
                .isEqualTo(
                        new Commands.Ended(
                                1,
                                "",
                                "larder: entry 17 is not in the journal, which holds 1 to 7\n"));
    }

    @Test
    void anAuditorWithOpensslAndADigestComesToTheSameResult() throws Exception {
        assumeTrue(hasOpenssl(), "openssl is not on the PATH");
        prove(4);
        Map<String, Object> object = Json.read(Files.readString(proof));
        byte[] statement = Base64.getDecoder().decode(member(object, "statement", String.class));
        byte[] entry = Base64.getDecoder().decode(member(object, "entry", String.class));
        Path signed = elsewhere.resolve("signed");
        Path signature = elsewhere.resolve("signature");
        Files.write(signed, Arrays.copyOf(statement, 264));
        Files.write(signature, Arrays.copyOfRange(statement, 264, 328));

        Process openssl =
                new ProcessBuilder(
                                "openssl",
                                "pkeyutl",
                                "-verify",
                                "-pubin",
                                "-inkey",
                                key.toString(),
                                "-rawin",
                                "-in",
                                signed.toString(),
                                "-sigfile",
                                signature.toString())
                        .start();

        assertThat(openssl.inputReader().readLine()).isEqualTo("Signature Verified Successfully");
        assertThat(HexFormat.of().formatHex(climb(object, entry, statement)))
                .isEqualTo(HexFormat.of().formatHex(statement, 112, 144));
    }

    /// As docs/signed-journal.md tells an auditor to do it.
    private static byte[] climb(Map<String, Object> object, byte[] entry, byte[] statement)
            throws Exception {
        ByteBuffer in = ByteBuffer.wrap(statement).order(ByteOrder.LITTLE_ENDIAN);
        byte[] seq = new byte[8];
        ByteBuffer.wrap(seq).order(ByteOrder.LITTLE_ENDIAN).putLong(number(object, "seq"));
        byte[] hash = sha256(new byte[] {0}, seq, entry);
        long index = number(object, "index");
        long last = in.getInt(48) - 1L;
        List<?> path = member(object, "path", List.class);
        for (Object step : path) {
            byte[] other = HexFormat.of().parseHex(String.valueOf(step));
            while (index % 2 == 0 && index == last) {
                index /= 2;
                last /= 2;
            }
            hash =
                    index % 2 == 1
                            ? sha256(new byte[] {1}, other, hash)
                            : sha256(new byte[] {1}, hash, other);
            index /= 2;
            last /= 2;
        }
        return hash;
    }

    private static long number(Map<String, Object> object, String name) {
        return member(object, name, Long.class);
    }

    private static <T> T member(Map<String, Object> object, String name, Class<T> type) {
        return type.cast(Optional.ofNullable(object.get(name)).orElseThrow());
    }

    private static byte[] sha256(byte[]... parts) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Stream.of(parts).forEach(digest::update);
        return digest.digest();
    }

    private static boolean hasOpenssl() throws InterruptedException {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aWholeJournalIsProvenWithTheBoxsOwnKeyAndWithOneFromElsewhere() {
        String proven =
                """
                         every block is whole and follows the one before it
                proof    key %s
                """
                        .formatted(fingerprint);

        assertThat(check("--prove").out())
                .contains(proven, "         entries 1 to 7 are as they were signed\nledger ")
                .endsWith("all is well\n");
        assertThat(check("--prove", "--key", key)).isEqualTo(check("--prove"));
    }

    @Test
    void aRunningBoxIsProvenBesideItAndTheNewestEntriesAreSaidToBeUnsigned() {
        try (RunningBox running = RunningBox.in(data)) {
            running.terminal().post(TABLE, PUNCH.formatted(7));
            running.awaitApplied();

            assertThat(check("--prove").out())
                    .containsPattern("entries 1 to [78] are as they were signed")
                    .containsPattern("note: the newest [12] entries are not signed yet");
        }
    }

    @Test
    void aChangedByteInThePaddingThatNoChecksumCoversIsFound() throws Exception {
        Folders.damage(data, 4 * PAGE - 2);

        assertThat(check().code()).isZero();
        Commands.Ended ended = check("--prove");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out())
                .contains(
                        "DAMAGE in segment 1 at byte 12288, entries 3 to 3: the zeros behind it"
                                + " were changed\n"
                                + "         1 places where it is not as it was signed\n");
    }

    @Test
    void aJournalOfAnotherBoxIsNotProven() throws IOException {
        Path other =
                Files.writeString(elsewhere.resolve("other.pem"), Identity.generate().publicPem());

        Commands.Ended ended = check("--prove", "--key", other);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).contains("NOT PROVEN: nothing is signed by the key");
    }

    @Test
    void withoutAnyKeyItSaysWhatIsMissingAndMakesNone() throws IOException {
        Files.delete(data.resolve("identity.key"));

        assertThat(check("--prove").err())
                .isEqualTo(
                        "larder: %s is missing: name the box's public key with --key\n"
                                .formatted(data.resolve("identity.key")));
        assertThat(Files.exists(data.resolve("identity.key"))).isFalse();
    }

    @Test
    void whatIsNoProofIsRefusedWithAReason() throws IOException {
        Files.writeString(proof, "{\"format\":\"larder-proof\",\"version\":1}", US_ASCII);

        assertThat(Commands.run("verify", proof, "--key", key))
                .isEqualTo(
                        new Commands.Ended(
                                1,
                                "",
                                "larder: "
                                        + proof
                                        + " is no proof that this version can read: path is no"
                                        + " list\n"));
    }

    private Commands.Ended prove(long seq) {
        return Commands.run("prove", seq, "--data", data, "--out", proof);
    }

    private Commands.Ended check(Object... more) {
        Object[] all =
                Stream.concat(
                                Stream.of("check", "--data", data, "--temp", elsewhere),
                                Stream.concat(
                                        Stream.of(more), Stream.of("--set", "site.zone=+08:00")))
                        .toArray();
        return Commands.run(all);
    }
}
