package io.larder.server.protocol.meeting;

import io.larder.server.protocol.Order;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What a meeting terminal says of itself in `dev.report`, for those who send it something. Built
/// from what is remembered of the report: its fields by name in small letters, `funcIds` joined by
/// commas. Lists by bio type may be of any length: what is missing counts as 0. Sources:
/// PROTOCOL.md 6.4, best_report_fields.csv; trap T-102.
public final class Abilities {
    /// Which functions it takes; only a terminal that has reported has it.
    static final String FUNCTIONS = "funcids";

    /// Functions that need no mention.
    private static final Set<String> BASIC =
            Set.of(
                    "dev.register",
                    "dev.accredit",
                    "dev.login",
                    "dev.report",
                    "dev.heartbeat",
                    Message.ANSWER,
                    Message.REPLY);

    /// What orders say of times and rights, which a terminal in plain mode does not keep.
    private static final List<String> RIGHTS = List.of("startTime", "endTime", "ruleType");

    private static final String UPDATE_USER = "cmd.data.update.user";
    private static final String PLAIN = "2";
    private static final int KILOBYTE = 1024;
    private static final int USUAL_PACKAGE = 64;
    private static final int LARGEST_PACKAGE = 1 << 20;
    private static final int USUAL_PENDING = 1;
    private static final int MOST_PENDING = 10_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern DIGITS = Pattern.compile("[01]+");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{8}");

    private final Map<String, String> said;
    private final Set<String> functions;

    private Abilities(Map<String, String> said) {
        this.said = Map.copyOf(said);
        this.functions = new HashSet<>(BASIC);
        functions.addAll(List.of(text(FUNCTIONS).split(",")));
    }

    /// What `said` (facts without prefix) tells; empty before the first report.
    public static Optional<Abilities> of(Map<String, String> said) {
        return said.containsKey(FUNCTIONS) ? Optional.of(new Abilities(said)) : Optional.empty();
    }

    /// True when it listed the function, or the function needs no mention.
    public boolean takes(String function) {
        return functions.contains(function);
    }

    /// All that it listed, without those that need no mention.
    public Set<String> functions() {
        Set<String> listed = new TreeSet<>(functions);
        listed.removeAll(BASIC);
        listed.remove("");
        return listed;
    }

    /// True when it keeps templates of this bio type.
    public boolean takesTemplates(int type) {
        return at("multibiodatasupport", type).equals("1");
    }

    /// True when it makes templates of this bio type out of photos.
    public boolean takesPhotos(int type) {
        return at("multibiophotosupport", type).equals("1");
    }

    /// The version of its templates of that type, for example `10.0`; empty when it has none.
    public String templateVersion(int type) {
        String version = at("multibiover", type);
        return version.equals("0") ? "" : version;
    }

    /// How many templates of that type it can keep; 0 when it does not say.
    public int mostTemplates(int type) {
        return number(at("maxmultibiodatacount", type), 0, Integer.MAX_VALUE);
    }

    /// Every message to it must be shorter, in bytes.
    public int maxPackageSize() {
        return KILOBYTE * number(text("maxpackagesize"), USUAL_PACKAGE, LARGEST_PACKAGE);
    }

    /// How many commands it may have without an answer.
    public int maxPendingCmdCount() {
        return number(text("maxpendingcmdcount"), USUAL_PENDING, MOST_PENDING);
    }

    /// True for plain mode: it knows no times and no rights.
    public boolean isPlain() {
        return text("scene").equals(PLAIN);
    }

    /// How people can be told apart there, as numbers of methods.
    public Set<Integer> verifyStyles() {
        return verifyStyles(text("verifystyles"));
    }

    /// Two forms are sent: a row of digits, place n for method n, and eight digits of hex, the
    /// first two for methods 0 to 7, the lowest bit of each first. Eight digits that are all 0 or 1
    /// are taken as a row.
    static Set<Integer> verifyStyles(String text) {
        Set<Integer> styles = new TreeSet<>();
        if (DIGITS.matcher(text).matches()) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) == '1') {
                    styles.add(i);
                }
            }
        } else if (HEX.matcher(text).matches()) {
            for (int bit = 0; bit < 4 * text.length(); bit++) {
                int at = bit / 8 * 2;
                if ((Integer.parseInt(text.substring(at, at + 2), 16) >> (bit % 8) & 1) == 1) {
                    styles.add(bit);
                }
            }
        }
        return styles;
    }

    /// The order without what this terminal does not keep.
    public Order fitting(Order order) {
        if (!isPlain() || !order.name().equals(UPDATE_USER)) {
            return order;
        }
        Map<String, String> fields = new LinkedHashMap<>(order.fields());
        RIGHTS.forEach(fields::remove);
        return new Order(order.name(), order.argument(), fields);
    }

    /// Why it cannot be given an order; completes "terminal 7 …".
    Optional<String> objection(Order order) {
        if (!takes(order.name())) {
            return Optional.of("did not say that it takes " + order.name());
        }
        return isPlain() && order.name().equals(UPDATE_USER)
                ? RIGHTS.stream()
                        .filter(order.fields()::containsKey)
                        .findFirst()
                        .map(field -> "is in plain mode and keeps no " + field)
                : Optional.empty();
    }

    /// Why it cannot be sent a message of so many bytes.
    Optional<String> tooLong(int bytes) {
        return bytes < maxPackageSize()
                ? Optional.empty()
                : Optional.of(
                        "takes messages below "
                                + maxPackageSize()
                                + " bytes, and this one has "
                                + bytes);
    }

    private String at(String list, int type) {
        List<String> entries = Arrays.asList(text(list).split(":", -1));
        return type >= 0 && type < entries.size() && !entries.get(type).isBlank()
                ? entries.get(type).strip()
                : "0";
    }

    private String text(String name) {
        return said.getOrDefault(name, "").strip();
    }

    private static int number(String text, int fallback, int most) {
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
        return number == 0 ? fallback : Math.min(number, most);
    }
}
