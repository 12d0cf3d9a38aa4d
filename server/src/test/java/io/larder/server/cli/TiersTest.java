package io.larder.server.cli;

import static io.larder.server.cli.EnrolledSites.awaitPurchases;
import static io.larder.server.cli.EnrolledSites.buys;
import static io.larder.server.cli.EnrolledSites.headquarters;
import static io.larder.server.cli.EnrolledSites.invite;
import static io.larder.server.cli.EnrolledSites.name;
import static io.larder.server.cli.EnrolledSites.site;
import static io.larder.server.cli.EnrolledSites.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.FreePorts;
import io.larder.server.command.Issued;
import io.larder.server.json.Json;
import io.larder.server.record.Kind;
import io.larder.server.record.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A site, its region, and headquarters of that: three whole boxes that know each other by
/// certificates.
@Timeout(180)
class TiersTest {
    private static final String CANTEEN = "5158181900025";

    private final int topPort = FreePorts.next();
    private final int regionPort = FreePorts.next();

    @TempDir private Path top;
    @TempDir private Path middle;
    @TempDir private Path bottom;

    @Test
    void recordsArriveAtTheTopOnceUnderTheIdentityOfTheirSiteAndOrdersComeDownTwoFloors() {
        try (RunningBox headquarters = headquarters(top, topPort);
                RunningBox region = headquarters(middle, regionPort, up(topPort, invite(top)));
                RunningBox site = site(bottom, regionPort, invite(middle))) {
            buys(site, 1);
            awaitPurchases(headquarters, 1);
            region.restart();
            buys(site, 2);
            buys(site, 2);
            awaitPurchases(headquarters, 2);

            assertThat(identities(headquarters)).isEqualTo(identities(region));
            assertThat(identities(headquarters)).allMatch(each -> each.startsWith(name(site)));
            assertThat(boxes(headquarters)).containsExactly(name(region));
            assertThat(boxes(region)).containsExactly(name(site));

            assertThat(
                            headquarters
                                    .commands()
                                    .order(
                                            new Serial(CANTEEN),
                                            List.of("INFO"),
                                            Duration.ofHours(1),
                                            "Ann",
                                            false))
                    .isInstanceOf(Issued.Mine.class);
            site.until(ledger -> !ledger.commands().subjects().isEmpty());
            String line = site.terminal().get("/iclock/posrequest?SN=" + CANTEEN).text();
            assertThat(line).matches("C:\\d+:INFO\\n");
        }
    }

    private static List<String> boxes(RunningBox headquarters) {
        return headquarters.ask(ledger ->
                ledger.facts().subjectsOf("box:").stream().map(each -> each.substring(4)).toList());
    }

    /// Where each purchase was first numbered.
    private static List<String> identities(RunningBox headquarters) {
        return headquarters.fields(Kind.PURCHASE).stream()
                .map(Json::read)
                .map(TiersTest::identity)
                .toList();
    }

    private static String identity(Map<String, Object> record) {
        return record.get("box") + " " + record.get("seq") + "/" + record.get("row");
    }
}
