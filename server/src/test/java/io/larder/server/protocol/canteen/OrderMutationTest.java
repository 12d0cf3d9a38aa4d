package io.larder.server.protocol.canteen;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Audience;
import io.larder.server.protocol.CommandLanguage;
import io.larder.server.protocol.Order;
import io.larder.server.record.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Wild orders by the thousand: what has no fault becomes one line for every terminal.
class OrderMutationTest {
    private static final int ROUNDS = 20_000;
    private static final CommandLanguage LANGUAGE = CanteenCommands.LANGUAGE;
    private static final String LETTERS = "17a:= \t\n\r\0%&\u0085\u2028é张𠮷\ud842";
    private static final List<String> ORDERS =
            List.of(
                    "UPDATE USERINFO SysID=1 Name=a Password=b CardNo=1",
                    "UPDATE MEALTYPE Mlid=1 Name=a Start=11:00 End=1330",
                    "UPDATE SUBSIDYLOG SysID=1 Batch=2 Money=3 allowDate=2018-12-20 EndFlag=1",
                    "DELETE TIMESEG SegID=1 TsID=2",
                    "SET OPTION VOLUME=1 Other=a AutoPowerOff=08:30",
                    "SYNC POSLOG START=1 END=50",
                    "COLL POSLOG START=2018-12-24T12:33:01 END=2018-12-25T00:00:00",
                    "PutFile file/a /b",
                    "GetFile /a",
                    "SHELL ls");

    @Test
    @Conforms("CMD-018")
    void anOrderWithoutFaultIsOneLine() {
        long seed = System.getProperty("larder.seed") == null ? 4713 : Long.getLong("larder.seed");
        Random random = new Random(seed);
        int given = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Order order = mutated(order(random), random);
            if (LANGUAGE.fault(order).isEmpty()) {
                check(order, "seed " + seed + " round " + round + " " + order);
                given++;
            }
        }
        assertThat(given).as("seed %d", seed).isBetween(ROUNDS / 10, ROUNDS);
    }

    private static void check(Order order, String when) {
        assertThat(LANGUAGE.traits(order).patienceSeconds()).as(when).isPositive();
        for (Map<String, String> dialect : LANGUAGE.dialects(order)) {
            for (String language : List.of("83", "69")) {
                Bytes line = LANGUAGE.write(order, dialect, new Audience(language, null, true));
                String text = line.asLatin1();
                assertThat(text).as(when).startsWith(order.name()).doesNotContain("\n", "\r", "\0");
                assertThat(text.chars().filter(c -> c == '\t').count())
                        .as(when)
                        .isLessThan(Math.max(order.fields().size(), 1));
            }
        }
    }

    private static Order order(Random random) {
        return LANGUAGE.read(List.of(ORDERS.get(random.nextInt(ORDERS.size())).split(" ", -1)));
    }

    private static Order mutated(Order order, Random random) {
        Map<String, String> fields = new LinkedHashMap<>();
        order.fields()
                .forEach((name, value) ->
                        fields.put(
                                random.nextInt(20) == 0 ? mutated(name, random) : name,
                                random.nextInt(4) == 0 ? mutated(value, random) : value));
        return new Order(order.name(), mutated(order.argument(), random), fields);
    }

    private static String mutated(String text, Random random) {
        StringBuilder out = new StringBuilder(text);
        for (int change = random.nextInt(3); change > 0 && !out.isEmpty(); change--) {
            char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
            out.insert(random.nextInt(out.length() + 1), letter);
        }
        return out.toString();
    }
}
