package io.larder.server.site;

import static io.larder.server.site.ItemField.Form.CLOCK;
import static io.larder.server.site.ItemField.Form.CODE;
import static io.larder.server.site.ItemField.Form.DAY;
import static io.larder.server.site.ItemField.Form.FEN;
import static io.larder.server.site.ItemField.Form.INTEGER;
import static io.larder.server.site.ItemField.Form.MOMENT;
import static io.larder.server.site.ItemField.Form.NUMBER;
import static io.larder.server.site.ItemField.Form.STATE;
import static io.larder.server.site.ItemField.Form.TEXT;
import static io.larder.server.site.ItemField.Form.WORD;
import static io.larder.server.site.ItemField.keyed;
import static io.larder.server.site.ItemField.told;

import io.larder.server.record.Family;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The kinds of site data, in the order in which terminals are told of them, with the command that
/// tells it and the fields in house words. Sources: PROTOCOL.md 3.4 "Tables for UPDATE", 3.5, 6.8.
public enum ItemKind {
    CARD_TYPE(
            "cardType",
            "UPDATE CARDTYPE",
            1,
            keyed("number", "SortID", NUMBER),
            told("name", "Name", TEXT),
            told("rebate", "rebate", NUMBER),
            told("onceMaxFen", "Timemaxmoney", FEN),
            told("dayMaxFen", "Daymaxmoney", FEN),
            told("mealMaxFen", "Mealmaxmoney", FEN),
            told("dayMaxTimes", "Daymaxtimes", NUMBER),
            told("mealMaxTimes", "Mealmaxtimes", NUMBER),
            told("lowLimitFen", "Lowlimit", INTEGER),
            told("maxLimitFen", "Maxlimit", FEN),
            told("meals", "MealType", NUMBER),
            told("enabled", "Enable", NUMBER),
            told("limit", "limit", INTEGER),
            told("batch", "BatchNo", NUMBER),
            told("useFinger", "UseFinger", NUMBER)),
    MEAL(
            "meal",
            "UPDATE MEALTYPE",
            2,
            keyed("number", "Mlid", NUMBER),
            told("name", "Name", TEXT),
            told("start", "Start", CLOCK),
            told("end", "End", CLOCK)),
    SEGMENT(
            "segment",
            "UPDATE TIMESEG",
            3,
            keyed("number", "SegID", NUMBER),
            keyed("part", "TsID", NUMBER),
            told("start", "Start", CLOCK),
            told("end", "End", CLOCK)),
    FIXED_PRICE(
            "fixedPrice",
            "UPDATE FIXED",
            4,
            keyed("number", "TsID", NUMBER),
            told("start", "Start", CLOCK),
            told("end", "End", CLOCK),
            told("priceFen", "Price", FEN)),
    KEY(
            "key",
            "UPDATE PRESSKEY",
            5,
            keyed("number", "KeyID", NUMBER),
            told("priceFen", "Price", FEN)),
    GOODS(
            "goods",
            "UPDATE STOREINFO",
            6,
            keyed("number", "StoreNo", NUMBER),
            told("name", "Name", TEXT),
            told("barcode", "Bc", WORD),
            told("priceFen", "Price", FEN),
            told("discount", "agio", NUMBER)),
    CARD(
            "card",
            "UPDATE USERINFO",
            7,
            told("systemId", "SysID", NUMBER),
            told("userId", "UserID", WORD),
            told("pin", "PIN", WORD),
            keyed("card", "CardNo", WORD),
            told("name", "Name", TEXT),
            told("password", "Password", TEXT),
            told("segment", "SegNo", NUMBER),
            told("state", "UserType", STATE),
            told("privilege", "Privage", NUMBER)),
    SUBSIDY(
            "subsidy",
            "UPDATE SUBSIDYLOG",
            8,
            told("systemId", "SysID", NUMBER),
            keyed("card", "CardNo", WORD),
            keyed("batch", "Batch", NUMBER),
            told("amountFen", "Money", FEN),
            told("day", "allowDate", DAY),
            told("endDay", "enddate", DAY),
            told("startDay", "StartDate", DAY),
            told("clearFlag", "ClearFlag", NUMBER),
            told("endFlag", "EndFlag", NUMBER)),
    PERSON(
            "person",
            "DATA UPDATE USERINFO",
            9,
            keyed("pin", "PIN", WORD),
            told("name", "Name", TEXT),
            told("privilege", "Pri", NUMBER),
            told("password", "Passwd", TEXT),
            told("card", "Card", WORD),
            told("group", "Grp", WORD),
            told("timeZone", "TZ", TEXT),
            told("verify", "Verify", INTEGER),
            told("viceCard", "ViceCard", WORD),
            told("validFrom", "StartDatetime", TEXT),
            told("validTo", "EndDatetime", TEXT)),
    /// A fingerprint, face, palm or vein; `type` and `no` as PROTOCOL.md 7.5 counts them. One of
    /// another algorithm is another one.
    TEMPLATE(
            "template",
            "DATA UPDATE BIODATA",
            10,
            keyed("pin", "PIN", WORD),
            keyed("type", "Type", NUMBER),
            keyed("no", "No", NUMBER),
            keyed("index", "Index", NUMBER),
            keyed("version", "", WORD),
            told("valid", "Valid", NUMBER),
            told("duress", "Duress", NUMBER),
            told("format", "Format", NUMBER),
            told("content", "Tmp", WORD)),
    /// A picture of a person: `use` is `picture`, or the type of template that it is compared for.
    PHOTO(
            "photo",
            "DATA UPDATE BIOPHOTO",
            11,
            keyed("pin", "PIN", WORD),
            keyed("use", "Type", WORD),
            told("fileName", "FileName", TEXT),
            told("content", "Content", WORD)),
    /// The card of a person, as meeting terminals are told it: apart from the person. It follows
    /// from the person; nobody states it.
    BADGE(
            "badge",
            "cmd.data.update.multiCard",
            11,
            keyed("pin", "pin", WORD),
            told("card", "card", WORD)),
    /// A room and the terminals that stand in it: by their numbers, or else by the roles.
    ROOM(
            "room",
            "cmd.option.set",
            12,
            keyed("code", "", CODE),
            told("name", "meetRoomName", TEXT),
            told("capacity", "meetRoomCapacity", NUMBER),
            told("manager", "meetRoomManager", TEXT),
            told("managerPin", "meetRoomManagerPin", WORD),
            told("location", "meetRoomLocation", TEXT),
            told("terminals", "", TEXT)),
    /// A meeting with the spans in which people sign in and out.
    MEETING(
            "meeting",
            "cmd.data.update.meeting",
            13,
            keyed("id", "id", CODE),
            told("name", "name", TEXT),
            told("room", "", CODE),
            told("start", "startTime", MOMENT),
            told("end", "endTime", MOMENT),
            told("signInFrom", "startSignInTime", MOMENT),
            told("signInUntil", "lastSignInTime", MOMENT),
            told("signOutFrom", "earSignOutTime", MOMENT),
            told("signOutUntil", "lastSignOutTime", MOMENT),
            told("applicant", "applicant", TEXT)),
    /// Who is to come to a meeting.
    MEMBER(
            "member",
            "cmd.data.update.meetingMember",
            14,
            keyed("meeting", "meetingId", CODE),
            keyed("pin", "pins", CODE));

    /// The field of every kind that says which terminals are told: a comma list, empty for all.
    public static final String ROLES = "roles";

    /// The field of every kind that says to which boxes headquarters hands it down: a comma list of
    /// their names, empty for all.
    public static final String BOXES = "boxes";

    /// The field that names bytes by their SHA-256 in hex.
    public static final String CONTENT = "content";

    private static final ItemField BOX_FIELD = told(BOXES, "", TEXT);
    private static final ItemField ROLE_FIELD = told(ROLES, "", TEXT);

    private final String word;
    private final String command;
    private final int place;

    @SuppressWarnings("ImmutableEnumChecker") // List.of cannot be changed
    private final List<ItemField> fields;

    ItemKind(String word, String command, int place, ItemField... fields) {
        this.word = word;
        this.command = command;
        this.place = place;
        this.fields = List.of(fields);
    }

    /// The word used outside, for example `cardType`.
    public String word() {
        return word;
    }

    /// The command that tells it.
    String command() {
        return command;
    }

    /// The family whose words are used here; people are told to meeting terminals in theirs.
    public Family family() {
        return switch (this) {
            case CARD_TYPE, MEAL, SEGMENT, FIXED_PRICE, KEY, GOODS, CARD, SUBSIDY -> Family.CANTEEN;
            case PERSON, TEMPLATE, PHOTO -> Family.ATTENDANCE;
            case BADGE, ROOM, MEETING, MEMBER -> Family.MEETING;
        };
    }

    /// Whether people can state it; what has bytes only terminals can, and a badge follows from its
    /// person.
    public boolean isStated() {
        return this != BADGE && field(CONTENT).isEmpty();
    }

    /// The kinds that people can state.
    public static List<ItemKind> stated() {
        return Stream.of(values()).filter(ItemKind::isStated).toList();
    }

    /// The fields that terminals are told, in wire order.
    public List<ItemField> fields() {
        return fields;
    }

    /// Those by which one item is told from another, in wire order.
    public List<ItemField> keys() {
        return fields.stream().filter(ItemField::key).toList();
    }

    /// The field of a name in house words, without case; also [#ROLES] and [#BOXES].
    public Optional<ItemField> field(String name) {
        return Stream.concat(fields.stream(), Stream.of(ROLE_FIELD, BOX_FIELD))
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /// The field of a wire name, without case.
    public Optional<ItemField> wireField(String name) {
        return fields.stream()
                .filter(field -> !name.isEmpty() && field.wire().equalsIgnoreCase(name))
                .findFirst();
    }

    /// Terminals are told of smaller places first; 0 is left for what cannot wait.
    int place() {
        return place;
    }

    /// The key of an item with these fields; empty when a part of it is missing.
    public Optional<String> key(Map<String, String> from) {
        List<ItemField> keys = keys();
        return keys.stream().allMatch(field -> from.containsKey(field.name()))
                ? Optional.of(
                        keys.stream()
                                .map(field -> from.get(field.name()))
                                .collect(Collectors.joining("/")))
                : Optional.empty();
    }

    /// The kind of `word`, without case, or empty.
    public static Optional<ItemKind> of(String word) {
        for (ItemKind kind : values()) {
            if (kind.word.equalsIgnoreCase(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
