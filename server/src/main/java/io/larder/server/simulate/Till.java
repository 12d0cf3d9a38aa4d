package io.larder.server.simulate;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/// The selling half of a canteen terminal: purchases (one or two wallets), top-ups (one of the two
/// column orders), subsidies, and line items of some purchases. Tables and columns as in
/// PROTOCOL.md 2.1. What it sends it also keeps in the memory of records.
final class Till {
    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int CARDS = 20;
    private static final int OPERATOR = 1;
    private static final int FIXED_AMOUNT = 1;
    private static final int KEY_PRICE = 3;
    private static final int GOODS = 5;

    private final Serial serial;
    private final SplittableRandom random;
    private final Habits habits;
    private final boolean dualWallet;
    private final boolean recNoBeforeOperator;
    private final boolean packedTimes;
    private final boolean lastLineEnds;
    private final RecordMemory records;
    private final Map<String, Counter> counters;
    private final List<Card> cards = new ArrayList<>();
    private final ArrayDeque<Outgoing> details = new ArrayDeque<>();
    private LocalDateTime clock;
    private boolean resumed;

    /// `index` chooses wallets, columns and times, so that a few in a row have all of them.
    Till(
            Serial serial,
            int index,
            LocalDateTime clock,
            Habits habits,
            RecordMemory records,
            SplittableRandom random) {
        this.serial = serial;
        this.clock = clock;
        this.habits = habits;
        this.random = random;
        this.dualWallet = index % 2 == 1;
        this.recNoBeforeOperator = index / 2 % 2 == 1;
        this.packedTimes = index % 3 == 2;
        this.lastLineEnds = index % 3 != 0;
        this.records = records;
        this.counters =
                Map.of(
                        "BUYLOG", new Counter("Pos"),
                        "FULLLOG", new Counter("Full"),
                        "ALLOWLOG", new Counter("Allow"));
        issueCards(1);
    }

    /// Goes on after the bookmarks of the box or what `past` holds. The first time it also hands
    /// out cards; a terminal that only starts anew keeps them.
    void resume(Map<String, String> options, Obligations past) {
        counters.forEach((table, counter) -> {
            long told = number(options.getOrDefault(counter.name + "LogStampId", "0"));
            long kept = number(past.furthest(serial, table).orElse("0"));
            counter.last = Math.max(counter.last, Math.max(told, kept));
        });
        clock = later(clock, options.getOrDefault("PosLogStamp", ""));
        if (!resumed) {
            resumed = true;
            issueCards(1 + counter("FULLLOG").last);
        }
    }

    Outgoing next() {
        if (!details.isEmpty()) {
            return details.remove();
        }
        int rows = random.nextInt(habits.fewestRows(), habits.mostRows() + 1);
        int choice = random.nextInt(20);
        if (choice == 0) {
            return subsidies(rows);
        }
        boolean poor = cards.stream().anyMatch(card -> !card.has(2_000));
        return choice == 1 || poor ? topUps(rows) : purchases(rows);
    }

    boolean dualWallet() {
        return dualWallet;
    }

    /// The largest record number of a purchase.
    long lastPurchase() {
        return counter("BUYLOG").last;
    }

    private Outgoing purchases(int rows) {
        Batch batch = batch();
        for (int i = 0; i < rows; i++) {
            Card card = cards.get(random.nextInt(CARDS));
            long price = random.nextInt(30, 200) * 10L;
            if (!card.has(price)) {
                price = 0; // a free meal: the row counts, the balance stays
            }
            purchase(batch, card, price);
        }
        return upload("BUYLOG", batch);
    }

    private void purchase(Batch batch, Card card, long price) {
        long recNo = counter("BUYLOG").next();
        int state =
                random.nextInt(10) == 0 ? (random.nextBoolean() ? GOODS : KEY_PRICE) : FIXED_AMOUNT;
        long fromSub = card.pay(price, dualWallet ? random.nextInt(4) * 100L : 0);
        List<Object> columns = new ArrayList<>();
        columns.addAll(Arrays.asList(card.systemId, card.number, tick(), price - fromSub));
        columns.addAll(Arrays.asList(card.balance(), card.sequence(), state, meal()));
        columns.addAll(Arrays.asList(clock.toLocalDate(), recNo, OPERATOR));
        if (dualWallet) {
            columns.addAll(Arrays.asList(fromSub, card.subBalance(), card.systemId));
        }
        Bytes row = batch.add(id("BUYLOG", recNo), columns.toArray());
        keep(RecordTable.BUYLOG, recNo, card, row);
        if (state != FIXED_AMOUNT) {
            details.add(items(state == GOODS ? "storedetail" : "keydetail", recNo, price));
        }
    }

    /// Two line items whose prices add up to what was paid.
    private Outgoing items(String table, long recNo, long price) {
        Batch batch = batch();
        long first = price / 3;
        batch.line(recNo, random.nextInt(1, 10), first, 1);
        batch.line(recNo, random.nextInt(10, 20), price - first, 2);
        return batch.to("/iclock/cpos?SN=" + serial + "&table=" + table, true);
    }

    private Outgoing topUps(int rows) {
        Batch batch = batch();
        for (int i = 0; i < rows; i++) {
            Card card = neediest();
            long money = random.nextInt(5, 21) * 1_000L;
            card.receive(money);
            long recNo = counter("FULLLOG").next();
            Object last = recNoBeforeOperator ? OPERATOR : recNo;
            Object lastButOne = recNoBeforeOperator ? recNo : OPERATOR;
            Bytes row =
                    batch.add(
                            id("FULLLOG", recNo),
                            card.systemId,
                            card.number,
                            card.sequence(),
                            tick(),
                            money,
                            card.balance(),
                            0,
                            lastButOne,
                            last);
            keep(RecordTable.FULLLOG, recNo, card, row);
        }
        return upload("FULLLOG", batch);
    }

    private Outgoing subsidies(int rows) {
        Batch batch = batch();
        for (int i = 0; i < rows; i++) {
            Card card = cards.get(random.nextInt(CARDS));
            card.receive(3_000);
            long recNo = counter("ALLOWLOG").next();
            Bytes row =
                    batch.add(
                            id("ALLOWLOG", recNo),
                            card.systemId,
                            card.number,
                            card.sequence(),
                            clock.getYear() * 100 + clock.getMonthValue(),
                            tick(),
                            3_000,
                            card.balance(),
                            0,
                            0,
                            recNo);
            keep(RecordTable.ALLOWLOG, recNo, card, row);
        }
        return upload("ALLOWLOG", batch);
    }

    private Outgoing upload(String table, Batch batch) {
        String target =
                "/iclock/cpos?SN="
                        + serial
                        + "&table="
                        + table
                        + "&Stamp="
                        + DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(clock)
                        + "&StampId="
                        + counter(table).last;
        return batch.to(target, lastLineEnds);
    }

    private Batch batch() {
        return new Batch(random, habits.badRows());
    }

    private void keep(RecordTable table, long recNo, Card card, Bytes row) {
        records.keep(table, new Kept(recNo, clock, card.number, row));
    }

    private Card neediest() {
        Card poorest = cards.getFirst();
        for (Card card : cards) {
            poorest = card.balance() < poorest.balance() ? card : poorest;
        }
        return poorest;
    }

    /// Cards belong to one terminal and one run, so that nobody else moves their balances.
    private void issueCards(long first) {
        long base = Math.abs(serial.hashCode() % 10_000) * 100_000L;
        cards.clear();
        for (int i = 0; i < CARDS; i++) {
            cards.add(new Card(base + first + i));
        }
    }

    private Object tick() {
        clock = clock.plusSeconds(random.nextInt(1, 10));
        return packedTimes ? (Object) PackedTime.of(clock) : TEXT.format(clock);
    }

    private int meal() {
        int hour = clock.getHour();
        return hour < 10 ? 1 : hour < 16 ? 2 : 3;
    }

    private Counter counter(String table) {
        return Objects.requireNonNull(counters.get(table), table);
    }

    private String id(String table, long recNo) {
        return Obligations.numbered(serial, table, recNo);
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }

    /// `stamp` as a time when it is one and later than `clock`.
    private static LocalDateTime later(LocalDateTime clock, String stamp) {
        if (!stamp.matches("\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3])(:[0-5]\\d){2}.*")) {
            return clock;
        }
        LocalDateTime told = LocalDateTime.parse(stamp.substring(0, 19));
        return told.isAfter(clock) ? told : clock;
    }

    /// The terminal's own record numbers of one table; `name` is the table's name in bookmarks.
    private static final class Counter {
        final String name;
        long last;

        Counter(String name) {
            this.name = name;
        }

        long next() {
            return ++last;
        }
    }
}
