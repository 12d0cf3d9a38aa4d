package io.larder.server.site;

import io.larder.crypto.Seal;
import io.larder.crypto.TerminalDigest;
import io.larder.server.protocol.ContentReference;
import io.larder.server.protocol.Order;
import io.larder.server.terminal.Terminal;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What meeting terminals are told of an item. A template goes with its person: there is no other
/// way. Pictures are fetched, not sent. Times have the offset of the site. Sources: PROTOCOL.md
/// 6.3, 6.7, 6.8; traps T-106, T-109, T-110, T-112, T-114.
public final class MeetingOrders {
    /// What comes of an item.
    sealed interface Said {
        record Told(Order order) implements Said {}

        /// There are no words for it.
        record Unsayable(String why) implements Said {}
    }

    private static final String PIN = "pin";
    private static final String NONE = "0";

    /// Who applied for a meeting must be said; this is for one where nobody did.
    private static final String NOBODY = "-";

    private static final Pattern BLANK = Pattern.compile("\\s+");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.*");

    private final Seal seal;
    private final ZoneId zone;
    private final Pictures pictures;

    /// Opens passwords with `seal`, is at a site in `zone`.
    public MeetingOrders(Seal seal, ZoneId zone, Pictures pictures) {
        this.seal = seal;
        this.zone = zone;
        this.pictures = pictures;
    }

    /// The order that tells `terminal`, which can take what `taker` says, the item; `people` finds
    /// whose it is.
    Said update(
            Terminal terminal, Taker taker, Item item, Function<String, Optional<Item>> people) {
        return switch (item.kind()) {
            case PERSON -> told(item, person(item, taker));
            case TEMPLATE ->
                    people.apply(item.lead())
                            .<Said>map(person -> told(item, template(item, person, taker)))
                            .orElseGet(() -> new Said.Unsayable("nobody knows whose it is"));
            case PHOTO -> photo(terminal, item);
            case BADGE -> told(item, badge(item));
            case ROOM -> told(item, room(item));
            case MEETING -> told(item, meeting(item));
            case MEMBER -> told(item, member(item));
            case CARD_TYPE, MEAL, SEGMENT, FIXED_PRICE, KEY, GOODS, CARD, SUBSIDY ->
                    unsayable(item, "is nothing for meeting terminals");
        };
    }

    /// The order that makes a terminal forget the item.
    static Said delete(Item item) {
        return switch (item.kind()) {
            case PERSON -> gone("user", Map.of("pins", item.key()));
            case BADGE -> gone("multiCard", Map.of("pins", item.key()));
            case MEETING -> gone("meeting", Map.of("meetings", item.key()));
            case MEMBER -> gone("meetingMember", member(item));
            case PHOTO -> {
                Map<String, String> told = new LinkedHashMap<>();
                tell(told, item, PIN, PIN);
                tell(told, item, "type", "use");
                told.put("no", NONE);
                yield gone("bioPhoto", told);
            }
            case TEMPLATE ->
                    unsayable(item, "goes with its person only: delete that, state it anew");
            case ROOM -> unsayable(item, "stays what the terminal was told last");
            case CARD_TYPE, MEAL, SEGMENT, FIXED_PRICE, KEY, GOODS, CARD, SUBSIDY ->
                    unsayable(item, "is nothing for meeting terminals");
        };
    }

    private static Said gone(String what, Map<String, String> fields) {
        return new Said.Told(new Order("cmd.data.delete." + what, "", fields));
    }

    private static Said unsayable(Item item, String why) {
        return new Said.Unsayable(item.kind().word() + " " + why);
    }

    private static Said told(Item item, Map<String, String> fields) {
        String command =
                switch (item.kind()) {
                    case PERSON, TEMPLATE -> "cmd.data.update.user";
                    case PHOTO -> "cmd.data.update.bioPhoto";
                    case BADGE,
                            ROOM,
                            MEETING,
                            MEMBER,
                            CARD_TYPE,
                            MEAL,
                            SEGMENT,
                            FIXED_PRICE,
                            KEY,
                            GOODS,
                            CARD,
                            SUBSIDY ->
                            item.kind().command();
                };
        return new Said.Told(new Order(command, "", fields));
    }

    private Map<String, String> person(Item item, Taker taker) {
        Map<String, String> told = new LinkedHashMap<>();
        String[] names = BLANK.split(item.field("name").orElse(item.key()).strip(), 2);
        told.put(PIN, item.key());
        told.put("firstName", names[0].isEmpty() ? item.key() : names[0]);
        if (names.length > 1) {
            told.put("lastName", names[1]);
        }
        told.put("role", item.field("privilege").orElse(NONE));
        told.put("funSwitch", NONE);
        told.put("disable", NONE);
        if (taker.takesValidity()) {
            moment(told, item, "startTime", "validFrom");
            moment(told, item, "endTime", "validTo");
        }
        Optional.ofNullable(item.password())
                .flatMap(password -> seal.open(password.sealed()))
                .ifPresent(clear -> password(told, clear));
        return told;
    }

    private static void password(Map<String, String> told, String clear) {
        String salt = TerminalDigest.newSalt();
        TerminalDigest.ofPassword(clear, salt)
                .ifPresent(digest -> {
                    told.put("password", digest);
                    told.put("passwordSalt", salt);
                });
    }

    /// A validity in other words than ours is left out.
    private void moment(Map<String, String> told, Item item, String wire, String field) {
        item.field(field)
                .filter(MOMENT.asMatchPredicate())
                .flatMap(Moment::read)
                .ifPresent(at -> told.put(wire, Moment.withOffset(at, zone)));
    }

    private Map<String, String> template(Item item, Item person, Taker taker) {
        Map<String, String> told = person(person, taker);
        String[] version = DOT.split(item.field("version").orElse(""), -1);
        tell(told, item, "bioNo", "no");
        tell(told, item, "bioIndex", "index");
        tell(told, item, "bioValid", "valid");
        tell(told, item, "bioDuress", "duress");
        tell(told, item, "bioType", "type");
        told.put("bioMajorVer", version[0]);
        told.put("bioMinorVer", version.length > 1 ? version[1] : NONE);
        told.put("bioFmt", item.field("format").orElse(NONE));
        told.put("bioTmp", ContentReference.to(item.field(ItemKind.CONTENT).orElse("")));
        return told;
    }

    private Said photo(Terminal terminal, Item item) {
        Optional<String> url = pictures.url(terminal, item.field(ItemKind.CONTENT).orElse(""));
        if (url.isEmpty()) {
            return unsayable(item, "is no JPEG, or the box does not know its own address");
        }
        Map<String, String> told = new LinkedHashMap<>();
        tell(told, item, PIN, PIN);
        told.put("no", NONE);
        told.put("index", NONE);
        tell(told, item, "type", "use");
        told.put("url", url.get());
        return told(item, told);
    }

    private static Map<String, String> badge(Item item) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put(PIN, item.key());
        tell(told, item, "card", "card");
        told.put("type", NONE);
        told.put("lossFlag", NONE);
        return told;
    }

    private static Map<String, String> room(Item item) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("meetRoomName", item.field("name").orElse(item.key()));
        tell(told, item, "meetRoomManager", "manager");
        tell(told, item, "meetRoomLocation", "location");
        told.put("meetRoomCapacity", item.field("capacity").orElse(NONE));
        tell(told, item, "meetRoomManagerPin", "managerPin");
        return told;
    }

    /// The last time to sign out must be said: the end, where nobody said another one.
    private Map<String, String> meeting(Item item) {
        Map<String, String> told = new LinkedHashMap<>();
        told.put("name", item.field(Meeting.NAME).orElse(item.key()));
        told.put("id", item.key());
        moment(told, item, "startTime", Meeting.START);
        moment(told, item, "endTime", Meeting.END);
        moment(told, item, "startSignInTime", Meeting.SIGN_IN_FROM);
        moment(told, item, "lastSignInTime", Meeting.SIGN_IN_UNTIL);
        moment(told, item, "earSignOutTime", Meeting.SIGN_OUT_FROM);
        moment(told, item, "lastSignOutTime", Meeting.END);
        moment(told, item, "lastSignOutTime", Meeting.SIGN_OUT_UNTIL);
        told.put("applicant", item.field("applicant").orElse(NOBODY));
        return told;
    }

    private static Map<String, String> member(Item item) {
        Map<String, String> told = new LinkedHashMap<>();
        tell(told, item, "meetingId", "meeting");
        tell(told, item, "pins", PIN);
        return told;
    }

    private static void tell(Map<String, String> told, Item item, String wire, String field) {
        item.field(field).ifPresent(value -> told.put(wire, value));
    }
}
