package io.larder.server.proof;

import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.simulate.HeldTable;
import io.larder.server.simulate.TerminalMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Draws orders of every kind a canteen terminal knows. Few places, so that orders overwrite and
/// delete what earlier ones said while those are still open.
final class OrderBook {
    private static final int ROWS = 2;
    private static final int FILES = 4;
    private static final int FILE_BYTES = 3_000;
    private static final List<HeldTable> TABLES = List.of(HeldTable.values());
    private static final List<String> LOGS = List.of("POSLOG", "FULLLOG", "ALLOWLOG");
    private static final List<String> OPTIONS = List.of("VOLUME", "IdleMinute", "IdlePower");

    private final SplittableRandom random;
    private final Map<String, String> files = new HashMap<>();
    private int drawn;

    private OrderBook(SplittableRandom random) {
        this.random = random;
    }

    /// Writes the files to be fetched into the folder of a box.
    static OrderBook with(Path filesFolder, SplittableRandom random) throws IOException {
        OrderBook book = new OrderBook(random);
        Files.createDirectories(filesFolder);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[1 + random.nextInt(FILE_BYTES)];
            random.nextBytes(content);
            for (String name : List.of("f" + i + ".bin", "a" + i + ".tgz")) {
                Files.write(filesFolder.resolve(name), content);
                book.files.put(name, Bytes.wrap(content).asLatin1());
            }
        }
        return book;
    }

    Drawn draw(Serial terminal) {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> update(terminal);
            case 5, 6 -> delete(terminal);
            case 7 -> option(terminal);
            case 8 -> file(terminal, "f" + random.nextInt(FILES) + ".bin");
            case 9 -> file(terminal, "a" + random.nextInt(FILES) + ".tgz");
            case 10 -> nowhere(terminal, "SHELL", "echo " + random.nextInt(1_000));
            case 11 -> nowhere(terminal, "REBOOT");
            case 12 -> nowhere(terminal, "GetFile", TerminalMemory.FACTORY_FILE);
            case 13 ->
                    nowhere(terminal, "SYNC", log(), "START=1", "END=" + (1 + random.nextInt(9)));
            case 14 ->
                    nowhere(
                            terminal,
                            "COLL",
                            log(),
                            "START=2025-01-01T00:00:00",
                            "END=2025-12-31T00:00:00");
            default -> small(terminal);
        };
    }

    private Drawn small(Serial terminal) {
        return switch (random.nextInt(4)) {
            case 0 -> nowhere(terminal, "CHECK", log());
            case 1 -> nowhere(terminal, "CHECK", random.nextBoolean() ? "OPTION" : "ALL");
            case 2 -> nowhere(terminal, "CLEAR", "FULLVALUE");
            default -> nowhere(terminal, "INFO");
        };
    }

    /// Something that must not be carried out twice.
    Drawn drawOnce(Serial terminal) {
        return random.nextBoolean()
                ? nowhere(terminal, "SHELL", "echo " + random.nextInt(1_000))
                : file(terminal, "a" + random.nextInt(FILES) + ".tgz");
    }

    private String log() {
        return LOGS.get(random.nextInt(LOGS.size()));
    }

    private Drawn nowhere(Serial terminal, String... words) {
        return drawn(terminal, List.of(words), new Place.Nowhere(), Map.of());
    }

    private Drawn option(Serial terminal) {
        String name = OPTIONS.get(random.nextInt(OPTIONS.size()));
        String value = Integer.toString(random.nextInt(100));
        return drawn(
                terminal,
                List.of("SET", "OPTION", name + "=" + value),
                new Place.Option(name),
                Map.of(name, value));
    }

    private Drawn file(Serial terminal, String name) {
        boolean archive = name.endsWith(".tgz");
        String path = archive ? "/mnt/app/" : "/mnt/app/data" + random.nextInt(2);
        return drawn(
                terminal,
                List.of("PutFile", "file/" + name, path),
                new Place.File(archive ? path + name : path),
                Map.of(Place.File.CONTENT, files.getOrDefault(name, "")));
    }

    private Drawn update(Serial terminal) {
        HeldTable table = table();
        Map<String, String> key = key(table);
        Map<String, String> fields = new LinkedHashMap<>(key);
        others(table).forEach(field -> fields.put(field, value(field)));
        Map<String, String> said = new LinkedHashMap<>(fields);
        times(table).forEach(field -> said.put(field, "0" + random.nextInt(10) + ":30"));
        return drawn(terminal, words("UPDATE", table, said), row(table, key), fields);
    }

    private Drawn delete(Serial terminal) {
        HeldTable table = table();
        Map<String, String> key = key(table);
        Map<String, String> said = new LinkedHashMap<>(key);
        said.remove("CardNo");
        return drawn(terminal, words("DELETE", table, said), row(table, key), Map.of());
    }

    private static Place row(HeldTable table, Map<String, String> key) {
        return new Place.Row(table, List.copyOf(key.values()));
    }

    private HeldTable table() {
        int bound = random.nextBoolean() ? 2 : TABLES.size();
        return TABLES.get(random.nextInt(bound));
    }

    /// The card of a subsidy goes with its account.
    private Map<String, String> key(HeldTable table) {
        String number = Integer.toString(1 + random.nextInt(ROWS));
        Map<String, String> key = new LinkedHashMap<>();
        for (String name : table.keys()) {
            key.put(
                    name,
                    switch (name) {
                        case "CardNo" -> "10000" + number;
                        case "Batch" -> "202501";
                        case "TsID" -> table == HeldTable.TIMESEG ? "1" : number;
                        default -> number;
                    });
        }
        return key;
    }

    /// Fields that stand on the wire as they are ordered.
    private static List<String> others(HeldTable table) {
        return switch (table) {
            case USERINFO -> List.of("PIN", "CardNo", "Name", "Password", "SegNo", "UserType");
            case PRESSKEY -> List.of("Price");
            case STOREINFO -> List.of("Name", "Bc", "Price", "agio");
            case MEALTYPE -> List.of("Name");
            case TIMESEG -> List.of();
            case FIXED -> List.of("Price");
            case CARDTYPE -> List.of("Name", "rebate", "Daymaxmoney", "Lowlimit", "Enable");
            case SUBSIDYLOG -> List.of("Money");
        };
    }

    private static List<String> times(HeldTable table) {
        return switch (table) {
            case MEALTYPE, TIMESEG, FIXED -> List.of("Start", "End");
            case USERINFO, PRESSKEY, STOREINFO, CARDTYPE, SUBSIDYLOG -> List.of();
        };
    }

    private String value(String field) {
        return switch (field) {
            case "Name" -> "张" + random.nextInt(1_000) + " & Müller";
            case "UserType", "Enable" -> Integer.toString(random.nextInt(2));
            default -> Integer.toString(1 + random.nextInt(10_000));
        };
    }

    private static List<String> words(String verb, HeldTable table, Map<String, String> fields) {
        List<String> words = new ArrayList<>(List.of(verb, table.name()));
        fields.forEach((name, value) -> words.add(name + "=" + value));
        return words;
    }

    private Drawn drawn(
            Serial terminal, List<String> words, Place place, Map<String, String> fields) {
        return new Drawn("order-" + drawn++, terminal, words, place, fields);
    }
}
