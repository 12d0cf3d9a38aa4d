package io.larder.server.config;

import io.larder.server.record.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The keys that each upstream has, `upstreams.NAME.KEY`.
public final class UpstreamKeys {
    /// What the names of those keys begin with.
    static final String SECTION = "upstreams.";

    /// What an upstream may be called: it is part of file names and of environment variables.
    static final String NAME = "[a-z0-9][a-z0-9-]{0,31}";

    /// The one that the example file shows.
    static final String EXAMPLE = "headquarters";

    private static final List<String> KIND_WORDS =
            Arrays.stream(Kind.values()).map(Kind::word).toList();

    public static final Key<UpstreamKind> KIND =
            new Key<>(
                    "kind",
                    UpstreamKind.LARDER.name().toLowerCase(Locale.ROOT),
                    "one of "
                            + Arrays.stream(UpstreamKind.values())
                                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")),
                    "What stands at the other end.",
                    false,
                    text -> UpstreamKind.valueOf(text.toUpperCase(Locale.ROOT)));

    public static final Key<String> URL =
            Key.text("url", "", "Where it listens, such as http://hq:8090; empty: not used.");
    public static final Key<String> TOKEN = Key.secret("token", "What it knows this box by.");
    public static final Key<String> FINGERPRINT =
            Key.text(
                    "fingerprint",
                    "",
                    "SHA-256 of its certificate, if no authority known to Java signed that.");
    public static final Key<String> CA =
            Key.text(
                    "ca",
                    "",
                    "PEM file with the authorities that it is believed by, instead of Java's.");
    public static final Key<Integer> BACKOFF =
            Key.integer(
                    "maxBackoffSeconds",
                    300,
                    1,
                    Key.DAY_SECONDS,
                    "Longest wait before a line that is down is tried again.");
    public static final Key<Integer> ANSWER =
            Key.integer(
                    "answerSeconds",
                    30,
                    1,
                    3_600,
                    "How long an answer may take before the line counts as down.");
    public static final Key<Integer> ORDERS =
            Key.integer(
                    "ordersSeconds",
                    10,
                    0,
                    Key.DAY_SECONDS,
                    "Pause between questions for orders; 0: none are taken from there.");
    public static final Key<Boolean> CONTENTS =
            Key.flag(
                    "contents",
                    true,
                    "Photos and templates go up with their records; false: only what they are, for a metered line or when they must stay at the site.");

    public static final Key<List<String>> FAMILIES =
            words(
                    "families",
                    List.of("canteen", "attendance", "meeting"),
                    "Whose records go there; empty: all.");
    public static final Key<List<String>> KINDS =
            words("kinds", KIND_WORDS, "Which kinds of records go there; empty: all.");
    public static final Key<List<String>> REDACT =
            words(
                    "redact",
                    List.of("names", "biometrics"),
                    "What is taken out of records: who people are beyond their number, bytes of templates and pictures.");
    public static final Key<Integer> KILOBYTES =
            Key.integer(
                    "kilobytesPerDay",
                    0,
                    0,
                    1_000_000_000,
                    "Stop for the day of the site after this much, for a metered line; 0: no limit.");
    public static final Key<String> HOURS =
            Key.text(
                    "hours",
                    "",
                    "Send only at these hours of the site, such as 22:00-06:00, for a metered line; empty: always.");
    public static final Key<String> CERTIFICATE =
            Key.text(
                    "certificate",
                    "",
                    "kafka, mqtt: PEM file with what this box shows there, if asked.");
    public static final Key<String> PRIVATE_KEY =
            Key.text("key", "", "kafka, mqtt: PEM file with the key of that certificate.");
    public static final Key<String> USER =
            Key.text("user", "", "kafka, mqtt: who logs in; empty: nobody.");
    public static final Key<String> PASSWORD = Key.secret("password", "kafka, mqtt: its password.");
    public static final Key<String> PREFIX =
            Key.text(
                    "topicPrefix",
                    "larder",
                    "Topics are PREFIX.KIND and PREFIX.cursors (kafka), PREFIX/SITE/records/… and others (mqtt).");
    public static final Key<String> SITE =
            Key.text("site", "", "mqtt: name of this box in topics; empty: that of its store.");
    public static final Key<String> CLIENT_ID =
            Key.text("clientId", "", "mqtt: what the broker knows it by; empty: larder-BOX-NAME.");
    public static final Key<Integer> KEEP_ALIVE =
            Key.integer(
                    "keepAliveSeconds",
                    30,
                    5,
                    3_600,
                    "mqtt: an idle line is asked this often whether it is there.");
    public static final Key<Integer> SESSION =
            Key.integer(
                    "sessionSeconds",
                    7 * Key.DAY_SECONDS,
                    0,
                    365 * Key.DAY_SECONDS,
                    "mqtt: the broker keeps orders this long for a box that is away.");
    public static final Key<String> MECHANISM =
            Key.oneOf(
                    "mechanism",
                    "SCRAM-SHA-512",
                    List.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"),
                    "kafka: how it logs in.");
    public static final Key<Boolean> MAKE_TOPICS =
            Key.flag("makeTopics", true, "kafka: topics that are missing are made.");
    public static final Key<Integer> PARTITIONS =
            Key.integer(
                    "partitions",
                    0,
                    0,
                    10_000,
                    "kafka: of topics with records that are made; 0: as the broker has it.");
    public static final Key<Integer> REPLICAS =
            Key.integer(
                    "replicas",
                    0,
                    0,
                    100,
                    "kafka: copies of topics that are made; 0: as the broker has it.");
    public static final Key<String> COMPRESSION =
            Key.oneOf(
                    "compression", "gzip", List.of("gzip", "none"), "kafka: how messages travel.");
    public static final Key<Integer> TRANSACTION =
            Key.integer(
                    "transactionSeconds",
                    60,
                    5,
                    900,
                    "kafka: how long one batch may take; raise it for a slow line.");
    public static final Key<List<String>> SERIALS =
            list(
                    "serials",
                    "push: serial numbers of the terminals that are presented there, joined by commas; empty: all of canteen and attendance.");
    public static final Key<List<String>> WITHOUT =
            list(
                    "without",
                    "push: tables that are never handed on, such as BIODATA,USERPIC; empty: none.");
    public static final Key<String> COMM_KEY =
            Key.secret("commKey", "push: the binding key (pushcommkey) that terminals name there.");
    public static final Key<Boolean> CONFIRMED =
            Key.flag(
                    "confirmed",
                    true,
                    "push: the server's commands count as confirmed; false: none that erases or restarts is carried out.");

    /// Every key, in order.
    public static final List<Key<?>> ALL =
            List.of(
                    KIND,
                    URL,
                    TOKEN,
                    FINGERPRINT,
                    CA,
                    BACKOFF,
                    ANSWER,
                    ORDERS,
                    CONTENTS,
                    FAMILIES,
                    KINDS,
                    REDACT,
                    KILOBYTES,
                    HOURS,
                    CERTIFICATE,
                    PRIVATE_KEY,
                    USER,
                    PASSWORD,
                    PREFIX,
                    SITE,
                    CLIENT_ID,
                    KEEP_ALIVE,
                    SESSION,
                    MECHANISM,
                    MAKE_TOPICS,
                    PARTITIONS,
                    REPLICAS,
                    COMPRESSION,
                    TRANSACTION,
                    SERIALS,
                    WITHOUT,
                    COMM_KEY,
                    CONFIRMED);

    private UpstreamKeys() {}

    private static Key<List<String>> list(String name, String about) {
        return new Key<>(name, "", "words joined by commas", about, false, UpstreamKeys::split);
    }

    private static List<String> split(String text) {
        return Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /// Words out of `known`, joined by commas.
    private static Key<List<String>> words(String name, List<String> known, String about) {
        return new Key<>(
                name,
                "",
                "any of " + String.join(", ", known) + ", joined by commas",
                about,
                false,
                text -> {
                    List<String> said = split(text);
                    said.stream()
                            .filter(each -> !known.contains(each))
                            .findFirst()
                            .ifPresent(each -> {
                                throw new IllegalArgumentException(each + " is none of them");
                            });
                    return said;
                });
    }
}
