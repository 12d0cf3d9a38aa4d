package io.larder.server.cli;

import static io.larder.server.cli.EnrolledSites.awaitPurchases;
import static io.larder.server.cli.EnrolledSites.awaitShown;
import static io.larder.server.cli.EnrolledSites.buys;
import static io.larder.server.cli.EnrolledSites.headquarters;
import static io.larder.server.cli.EnrolledSites.invite;
import static io.larder.server.cli.EnrolledSites.name;
import static io.larder.server.cli.EnrolledSites.site;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.crypto.Identity;
import io.larder.crypto.Tls;
import io.larder.crypto.Trust;
import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.server.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box and its headquarters know each other by certificates: whole boxes, real TLS.
@Timeout(180)
class EnrolmentTest {
    private final int port = FreePorts.next();

    @TempDir private Path above;
    @TempDir private Path below;
    @TempDir private Path other;

    @Test
    void aBoxComesInByItsInvitationOnceAndIsKnownByItsCertificateFromThenOn() {
        try (RunningBox headquarters = headquarters(above, port);
                RunningBox box = site(below, port, invite(above))) {
            buys(box, 1);
            awaitPurchases(headquarters, 1);
            box.restart();
            headquarters.restart();
            buys(box, 2);
            awaitPurchases(headquarters, 2);

            Map<?, ?> shown = only("boxes", headquarters);
            assertThat(shown.get("box")).isEqualTo(name(box));
            assertThat(shown.get("site")).isEqualTo("Canteen");
            assertThat(shown.get("state")).isEqualTo("enrolled");
            assertThat(shown.get("fingerprint")).isEqualTo(fingerprint(below));
            assertThat(shown.get("program")).isEqualTo("larder/" + Main.version());
            assertThat(shown.get("lastContact")).isNotNull();
            assertThat(shown.get("gaps")).isEqualTo(0L);
            assertThat(shown.get("restoredCopies")).isEqualTo(0L);
        }
    }

    private static Map<?, ?> only(String what, RunningBox headquarters) {
        String out = Commands.run("boxes", "list", "--json", "--data", headquarters.data()).out();
        return (Map<?, ?>) ((List<?>) Json.read(out).getOrDefault(what, List.of())).getFirst();
    }

    private static String fingerprint(Path data) {
        try {
            return IdentityFile.open(data).fingerprint();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anInvitationThatWasUsedLetsNobodyElseIn() {
        try (RunningBox headquarters = headquarters(above, port)) {
            String invitation = invite(above);
            try (RunningBox box = site(below, port, invitation)) {
                buys(box, 1);
                awaitPurchases(headquarters, 1);
                try (RunningBox late = site(other, port, invitation)) {
                    buys(late, 2);
                    awaitShown(late, "this invitation was used by box " + name(box));
                    awaitPurchases(headquarters, 1);
                }
            }
        }
    }

    @Test
    void aRevokedBoxSaysSoAndKeepsItsRecordsUntilItIsReadmitted() {
        try (RunningBox headquarters = headquarters(above, port);
                RunningBox box = site(below, port, invite(above))) {
            buys(box, 1);
            awaitPurchases(headquarters, 1);
            assertThat(Commands.run("boxes", "revoke", name(box), "--data", above).out())
                    .contains("is let in no longer");
            buys(box, 2);
            awaitShown(box, "was revoked at headquarters");
            awaitPurchases(headquarters, 1);
            headquarters.restart();
            assertThat(only("boxes", headquarters).get("state")).isEqualTo("revoked");

            assertThat(Commands.run("boxes", "readmit", name(box), "--data", above).code())
                    .isZero();
            awaitPurchases(headquarters, 2);
            assertThat(Commands.run("boxes", "readmit", name(box), "--data", above).err())
                    .contains("is not revoked");
        }
    }

    @Test
    void bothFollowWhenTheOtherHasNewKeys() {
        try (RunningBox headquarters = headquarters(above, port);
                RunningBox box = site(below, port, invite(above))) {
            buys(box, 1);
            awaitPurchases(headquarters, 1);

            headquarters.stop();
            assertThat(Commands.run("identity", "rotate", "--data", above).code()).isZero();
            buys(box, 2);
            headquarters.start();
            awaitPurchases(headquarters, 2);

            box.stop();
            assertThat(Commands.run("identity", "rotate", "--data", below).code()).isZero();
            assertThat(Commands.run("identity", "rotate", "--data", below).code()).isZero();
            box.start();
            buys(box, 3);
            awaitPurchases(headquarters, 3);
            assertThat(only("boxes", headquarters).get("fingerprint"))
                    .isEqualTo(fingerprint(below));
        }
    }

    @Test
    void somebodyElseAtHeadquartersAddressIsNotBelieved() {
        String invitation;
        try (RunningBox _ = headquarters(above, port)) {
            invitation = invite(above);
        }
        try (RunningBox stranger = headquarters(other, port);
                RunningBox box = site(below, port, invitation)) {
            buys(box, 1);
            awaitShown(box, "headquarters is not believed: its identity is " + fingerprint(other));
            assertThat(stranger.facts("box:" + name(box))).isEmpty();
        }
    }

    @Test
    void aCertificateSpeaksForItsOwnBoxAloneAndTheTokenForNoneThatIsEnrolled() throws Exception {
        try (RunningBox headquarters = headquarters(above, port, "receive.token=sesame");
                RunningBox box = site(below, port, invite(above))) {
            buys(box, 1);
            awaitPurchases(headquarters, 1);
            Identity own = IdentityFile.open(below);
            String foreign = "00112233445566aa";

            assertThat(hello(Optional.of(own), "", name(box)).statusCode()).isEqualTo(200);
            for (String service : List.of("hello", "orders", "site")) {
                assertThat(post(Optional.of(own), "", foreign, service).body())
                        .contains("this certificate is that of box " + name(box));
            }
            assertThat(hello(Optional.empty(), "sesame", foreign).statusCode()).isEqualTo(200);
            assertThat(hello(Optional.empty(), "sesame", name(box)).body())
                    .contains("is enrolled: its certificate speaks for it");
            assertThat(hello(Optional.of(Identity.generate()), "", foreign).statusCode())
                    .isEqualTo(401);
            assertThat(hello(Optional.empty(), "wrong", foreign).statusCode()).isEqualTo(401);
        }
    }

    private HttpResponse<String> hello(Optional<Identity> identity, String token, String box)
            throws Exception {
        return post(identity, token, box, "hello");
    }

    private HttpResponse<String> post(
            Optional<Identity> identity, String token, String box, String service)
            throws Exception {
        String shown = TlsParts.open(above, Settings.read(null, Map.of(), List.of())).fingerprint();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(Tls.client(identity, Trust.fingerprint(shown)))
                        .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://127.0.0.1:"
                                                    + port
                                                    + "/upstream/v1/"
                                                    + service))
                            .header("Authorization", "Bearer " + token)
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"version\":1,\"epoch\":1,\"firstSeq\":1,\"box\":\""
                                                    + box
                                                    + "\"}"))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aLedgerThatIsBuiltAgainKnowsTheSameBoxesAndInvitations() {
        try (RunningBox headquarters = headquarters(above, port);
                RunningBox box = site(below, port, invite(above))) {
            buys(box, 1);
            awaitPurchases(headquarters, 1);
            invite(above, "--days", "30", "--quota-megabytes-per-day", "5");
            box.stop();
            Map<String, String> before = headquarters.facts("box:" + name0(headquarters));
            String invitations = only("invitations", headquarters).toString();

            headquarters.stop();
            Folders.deleteLedger(above);
            headquarters.start();

            assertThat(headquarters.facts("box:" + name0(headquarters))).isEqualTo(before);
            assertThat(before).containsKeys("key", "state", "sent", "dayBytes", "program");
            assertThat(only("invitations", headquarters).toString()).isEqualTo(invitations);
        }
    }

    /// The only box that headquarters knows.
    private static String name0(RunningBox headquarters) {
        return headquarters.ask(
                ledger -> ledger.facts().subjectsOf("box:").getFirst().substring(4));
    }

    @Test
    void anInvitationThatCannotBeIsRefusedAtTheStart() {
        assertThatThrownBy(() ->
                        RunningBox.in(
                                below,
                                "upstreams.headquarters.url=http://127.0.0.1:1",
                                "upstreams.headquarters.token=larder-invite-abc"))
                .hasMessageContaining("an invitation needs https");
        assertThatThrownBy(() -> site(below, port, "larder-invite-abc"))
                .hasMessageContaining("the invitation was not copied whole")
                .hasMessageNotContaining("abc");
        try (RunningBox _ = RunningBox.withConsole(above, "receive.port=" + port)) {
            assertThat(Commands.run("boxes", "invite", "--name", "x", "--data", above).err())
                    .contains("receive.tls is false");
        }
    }
}
