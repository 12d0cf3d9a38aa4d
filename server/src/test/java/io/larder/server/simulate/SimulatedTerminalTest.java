package io.larder.server.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedTerminalTest {
    private static final SitePlan PLAN =
            SitePlan.of(12, 1).withHabits(Habits.HONEST.withRows(1, 4).withBadRows(0.2));

    @Test
    void theSameSeedMakesTheSameBytes() {
        for (int place = 0; place < 12; place++) {
            assertThat(session(place, 42)).isEqualTo(session(place, 42));
            assertThat(session(place, 42)).isNotEqualTo(session(place, 43));
        }
    }

    @Test
    void everyRowHasANumberOrTimeOfItsOwn() {
        for (int place = 0; place < 12; place++) {
            List<String> ids = new ArrayList<>();
            SimulatedTerminal terminal = terminal(place, 7);
            for (int i = 0; i < 500; i++) {
                ids.addAll(terminal.next().ids());
            }
            assertThat(ids).hasSizeGreaterThan(500).doesNotHaveDuplicates();
        }
    }

    @Test
    void attendanceTerminalsSpeakEverySpellingInEveryWidth() {
        Set<String> dialects = new HashSet<>();
        for (int place = 1; place < 18; place += 2) {
            SimulatedTerminal terminal =
                    Site.terminal(SitePlan.of(18, 1), place, new SplittableRandom(place));
            Outgoing upload = terminal.next();
            String spelling = upload.call().target().replaceAll(".*SN=CKJF\\d+|&?Stamp=\\d+", "");
            dialects.add(spelling + " " + rows(upload).getFirst().length);
        }
        assertThat(dialects)
                .containsExactlyInAnyOrder(
                        " 4",
                        " 7",
                        " 10",
                        "&table=ATTLOG 4",
                        "&table=ATTLOG 7",
                        "&table=ATTLOG 10",
                        "&table=%20ATTLOG 4",
                        "&table=%20ATTLOG 7",
                        "&table=%20ATTLOG 10");
    }

    @Test
    void theRowsOfACardAddUpAndCountUp() {
        SitePlan honest = SitePlan.of(4, 1).withHabits(Habits.HONEST.withRows(1, 5));
        SimulatedTerminal dual = Site.terminal(honest, 2, new SplittableRandom(5));
        Map<String, long[]> accounts = new HashMap<>();
        int purchases = 0;
        for (int i = 0; i < 1_000; i++) {
            Outgoing upload = dual.next();
            String target = upload.call().target();
            for (String[] row : rows(upload)) {
                if (target.contains("=BUYLOG&")) {
                    assertThat(row).hasSize(14);
                    move(accounts, row[1], row[5], -Long.parseLong(row[3]), row[4]);
                    purchases++;
                } else if (target.contains("=FULLLOG&")) {
                    move(accounts, row[1], row[2], Long.parseLong(row[4]), row[5]);
                } else if (target.contains("=ALLOWLOG&")) {
                    move(accounts, row[1], row[2], Long.parseLong(row[5]), row[6]);
                }
            }
        }
        assertThat(purchases).isGreaterThan(500);
    }

    @Test
    void theLargestRecordNumberIsTheBookmarkAndTheColumnOrderIsTheTerminalsOwn() {
        SitePlan honest = SitePlan.of(12, 1).withHabits(Habits.HONEST.withRows(5, 5));
        for (int place = 0; place < 12; place += 2) {
            SimulatedTerminal terminal = Site.terminal(honest, place, new SplittableRandom(3));
            Outgoing upload = terminal.next();
            int recNo = place / 4 % 2 == 1 ? 7 : 8;

            assertThat(upload.call().target()).contains("table=FULLLOG", "&StampId=5");
            assertThat(rows(upload))
                    .extracting(row -> row[recNo])
                    .containsExactly("1", "2", "3", "4", "5");
            assertThat(rows(upload)).extracting(row -> row[15 - recNo]).containsOnly("1");
        }
    }

    @Test
    void itemsOfAPurchaseAddUpToIt() {
        SitePlan honest = SitePlan.of(2, 1);
        SimulatedTerminal terminal = Site.terminal(honest, 0, new SplittableRandom(11));
        Map<String, Long> prices = new HashMap<>();
        Map<String, Long> items = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            Outgoing upload = terminal.next();
            for (String[] row : rows(upload)) {
                if (upload.call().target().contains("=BUYLOG&")) {
                    prices.put(row[9], Long.valueOf(row[3]));
                } else if (upload.call().target().endsWith("detail")) {
                    items.merge(row[0], Long.valueOf(row[2]), Long::sum);
                }
            }
        }
        assertThat(items).isNotEmpty();
        assertThat(prices).containsAllEntriesOf(items);
    }

    @Test
    void packedSecondsAreThoseOfTheVendor() {
        LocalDateTime photo = LocalDateTime.of(2008, 11, 19, 17, 21, 19);

        assertThat(PackedTime.of(photo)).isEqualTo(285_528_079);
        assertThat(PackedTime.read(285_528_079)).isEqualTo(photo);
    }

    private static void move(
            Map<String, long[]> accounts, String card, String counter, long money, String balance) {
        long[] account = accounts.computeIfAbsent(card, _ -> new long[2]);
        account[0] += money;
        account[1]++;
        assertThat(new long[] {Long.parseLong(balance), Long.parseLong(counter)})
                .as(card)
                .isEqualTo(account);
    }

    private static List<String> session(int place, long seed) {
        SimulatedTerminal terminal = terminal(place, seed);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Outgoing upload = terminal.next();
            said.add(new String(upload.call().wire("h", false), StandardCharsets.ISO_8859_1));
            said.add(upload.ids() + " " + upload.odd());
            said.add(terminal.poll().target());
        }
        return said;
    }

    private static SimulatedTerminal terminal(int place, long seed) {
        return Site.terminal(PLAN, place, new SplittableRandom(seed));
    }

    private static List<String[]> rows(Outgoing upload) {
        return Arrays.stream(upload.call().body().asLatin1().split("\n"))
                .map(line -> line.split("\t", -1))
                .toList();
    }
}
