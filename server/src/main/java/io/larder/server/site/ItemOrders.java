package io.larder.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.Digest;
import io.larder.crypto.Seal;
import io.larder.server.protocol.Order;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What terminals are told of an item. Source: PROTOCOL.md 3.4 "Tables for UPDATE".
final class ItemOrders {
    private static final int DIGEST_CHARS = 32;
    private static final String WHITE_LIST = "0";
    private static final String BLACK_LIST = "1";

    private ItemOrders() {}

    /// Over all that terminals are told, so that they are told again when it changes, and only
    /// then; empty when they are to have nothing. A password counts by its hash: sealed anew it is
    /// still the same.
    static String digest(Item item) {
        if (!item.isTold()) {
            return "";
        }
        Item.Password password = item.password();
        Map<String, String> told = told(item);
        if (told.containsKey(passwordField(item.kind()))) {
            told.put(passwordField(item.kind()), password == null ? "" : password.hash());
        }
        StringBuilder text = new StringBuilder(item.kind().command());
        told.forEach((name, value) -> text.append('\t').append(name).append('=').append(value));
        return Digest.sha256Hex(text.toString().getBytes(UTF_8)).substring(0, DIGEST_CHARS);
    }

    /// The order that tells a terminal the item. A password that was sealed under another key is
    /// left out: that the card is known, or lost, matters more.
    static Order update(Item item, Seal seal) {
        return switch (item.kind()) {
            case TEMPLATE -> TemplateOrders.update(item);
            case PHOTO -> TemplateOrders.updatePhoto(item);
            case CARD_TYPE, MEAL, SEGMENT, FIXED_PRICE, KEY, GOODS, CARD, SUBSIDY, PERSON ->
                    new Order(item.kind().command(), "", withPassword(item, seal));
            case BADGE, ROOM, MEETING, MEMBER -> new Order(item.kind().command(), "", told(item));
        };
    }

    private static Map<String, String> withPassword(Item item, Seal seal) {
        Map<String, String> told = told(item);
        String field = passwordField(item.kind());
        Item.Password password = item.password();
        if (password == null) {
            told.remove(field);
        } else {
            seal.open(password.sealed())
                    .ifPresentOrElse(clear -> told.put(field, clear), () -> told.remove(field));
        }
        return told;
    }

    /// The wire name of the password; empty when the kind has none.
    private static String passwordField(ItemKind kind) {
        return kind.field(Statement.PASSWORD).map(ItemField::wire).orElse("");
    }

    /// The order that makes a terminal forget the item.
    static Order delete(Item item) {
        return switch (item.kind()) {
            case TEMPLATE -> TemplateOrders.delete(item);
            case PHOTO -> TemplateOrders.deletePhoto(item);
            case CARD_TYPE, MEAL, SEGMENT, FIXED_PRICE, KEY, GOODS, CARD, SUBSIDY, PERSON ->
                    new Order(item.kind().command().replace("UPDATE", "DELETE"), "", keys(item));
            case BADGE, ROOM, MEETING, MEMBER ->
                    new Order(item.kind().command().replace("update", "delete"), "", keys(item));
        };
    }

    private static Map<String, String> keys(Item item) {
        Map<String, String> keys = new LinkedHashMap<>();
        switch (item.kind()) {
            case CARD -> keys.put("SysID", item.systemId());
            case SUBSIDY -> {
                keys.put("SysID", item.systemId());
                item.field("batch").ifPresent(batch -> keys.put("Batch", batch));
            }
            case CARD_TYPE,
                    MEAL,
                    SEGMENT,
                    FIXED_PRICE,
                    KEY,
                    GOODS,
                    PERSON,
                    TEMPLATE,
                    PHOTO,
                    BADGE,
                    ROOM,
                    MEETING,
                    MEMBER ->
                    item.kind()
                            .keys()
                            .forEach(key ->
                                    item.field(key.name())
                                            .ifPresent(value -> keys.put(key.wire(), value)));
        }
        return keys;
    }

    /// Fields in wire order; the password keeps its place and is put in by who may.
    private static Map<String, String> told(Item item) {
        Map<String, String> told = new LinkedHashMap<>();
        for (ItemField field : item.kind().fields()) {
            value(item, field).ifPresent(value -> told.put(field.wire(), value));
        }
        return told;
    }

    private static Optional<String> value(Item item, ItemField field) {
        return switch (field.name()) {
            case "systemId" -> Optional.of(item.systemId());
            case "userId" -> item.field("userId").or(() -> Optional.of(item.systemId()));
            case "state" ->
                    Optional.of(item.cardState() == CardState.LOST ? BLACK_LIST : WHITE_LIST);
            case Statement.PASSWORD -> Optional.of("");
            default -> item.field(field.name());
        };
    }
}
