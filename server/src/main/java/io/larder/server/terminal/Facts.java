package io.larder.server.terminal;

import java.util.Map;
import java.util.TreeMap;

/// Names under which facts about a terminal are kept in the ledger.
public final class Facts {
    /// Entry number of its admission.
    public static final String ADMITTED = "admitted";

    /// `canteen`, `attendance` or `meeting`.
    public static final String FAMILY = "family";

    /// The newest oddity of its uploads that lost nothing.
    public static final String NOTICE = "notice";

    /// How many of its commands are open.
    public static final String OPEN_COMMANDS = "commands.open";

    /// How many of them its box is asked to take back.
    public static final String WITHDRAWN_COMMANDS = "commands.withdrawn";

    /// The box that relays its records to this one; a terminal that was let in here needs none.
    public static final String VIA = "via";

    /// The entry of its last answer to a command.
    public static final String ANSWERED = "commands.answered";

    /// The entry with which people were copied to it last.
    public static final String COPIED = "people.copied";

    /// The entry with which it said last whom it knows.
    public static final String SAID_PEOPLE = "people.said";

    /// Set by a person: it is on a mobile line, answers must be small.
    public static final String GPRS = "gprs";

    /// The product that a meeting terminal names.
    public static final String BEST_PRODUCT_ID = "best.productid";

    /// SHA-256 over the digest of its device key as it is on the wire.
    public static final String BEST_DEVICE_KEY = "best.devkey";

    /// The sealed key with which it signs when it asks for its server.
    public static final String BEST_SECRET_KEY = "best.secretkey";

    /// SHA-256 over the code that it got when it registered.
    public static final String BEST_AUTH_CODE = "best.authcode";

    /// SHA-256 over the secret that it got for its code.
    public static final String BEST_SECRET = "best.secret";

    private static final String BOOKMARK = "bookmark.";
    private static final String LEARNED = "learned.";
    private static final String SAID = "said.";
    private static final String EPOCH = "epoch.";
    private static final String SET = "set.";
    private static final String INFO = "info.";

    private Facts() {}

    /// The bookmark of option `name`.
    public static String bookmark(String name) {
        return BOOKMARK + name;
    }

    /// Something learned of its dialect.
    public static String learned(String name) {
        return LEARNED + name;
    }

    /// What it said of itself at initialisation.
    public static String said(String name) {
        return SAID + name;
    }

    /// The current life of the record numbers of `table`, counted from 0.
    public static String epoch(String table) {
        return EPOCH + table;
    }

    /// What it answered when it was asked for its state, or told by itself; `name` in small
    /// letters.
    public static String info(String name) {
        return INFO + name;
    }

    /// What it answered when it was asked for its state, without the prefix.
    public static Map<String, String> info(Map<String, String> facts) {
        return strip(facts, INFO);
    }

    /// Something that a person set about the terminal.
    public static String set(String name) {
        return SET + name;
    }

    /// Whether a person set `name` to true.
    public static boolean isSet(Map<String, String> facts, String name) {
        return "true".equals(facts.get(set(name)));
    }

    /// What a person set, without the prefix.
    public static Map<String, String> set(Map<String, String> facts) {
        return strip(facts, SET);
    }

    /// What was learned of the dialect, without the prefix.
    public static Map<String, String> learned(Map<String, String> facts) {
        return strip(facts, LEARNED);
    }

    /// What it said of itself, without the prefix.
    public static Map<String, String> said(Map<String, String> facts) {
        return strip(facts, SAID);
    }

    /// The bookmarks by option name.
    public static Map<String, String> bookmarks(Map<String, String> facts) {
        return strip(facts, BOOKMARK);
    }

    private static Map<String, String> strip(Map<String, String> facts, String prefix) {
        Map<String, String> stripped = new TreeMap<>();
        facts.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                stripped.put(name.substring(prefix.length()), value);
            }
        });
        return stripped;
    }
}
