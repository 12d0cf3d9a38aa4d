package io.larder.server.site;

import io.larder.server.protocol.ContentReference;
import io.larder.server.protocol.Order;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What terminals are told of templates and pictures. Fingerprints and near-infrared faces have
/// commands of their own, everything else is biometric data, whose command has no field for duress.
/// The bytes themselves are put in when the command is handed over. Sources: PROTOCOL.md 3.5, 7.5.
final class TemplateOrders {
    /// The type numbers of fingerprints and of faces seen in near infrared.
    static final String FINGER = "1";

    static final String FACE = "2";

    /// The use of a picture that is shown when its person is recognised.
    static final String PICTURE = "picture";

    private static final Pattern DOT = Pattern.compile("\\.");

    private TemplateOrders() {}

    static Order update(Item item) {
        Map<String, String> told = new LinkedHashMap<>();
        String type = item.field("type").orElse("");
        switch (type) {
            case FINGER, FACE -> {
                tell(told, item, "PIN", "pin");
                tell(told, item, "FID", "no");
                tell(told, item, type.equals(FACE) ? "VAILD" : "Valid", "valid");
                told.put("TMP", reference(item));
            }
            default -> {
                tell(told, item, "PIN", "pin");
                tell(told, item, "No", "no");
                tell(told, item, "Index", "index");
                tell(told, item, "Valid", "valid");
                tell(told, item, "Type", "type");
                String[] version = DOT.split(item.field("version").orElse(""), -1);
                told.put("MajorVer", version[0]);
                told.put("MinorVer", version.length > 1 ? version[1] : "0");
                tell(told, item, "Format", "format");
                told.put("Tmp", reference(item));
            }
        }
        return new Order("DATA UPDATE " + table(type), "", told);
    }

    static Order delete(Item item) {
        Map<String, String> keys = new LinkedHashMap<>();
        String type = item.field("type").orElse("");
        tell(keys, item, "PIN", "pin");
        switch (type) {
            case FINGER -> tell(keys, item, "FID", "no");
            case FACE -> {
                // All parts of a face go at once.
            }
            default -> {
                tell(keys, item, "Type", "type");
                tell(keys, item, "No", "no");
            }
        }
        return new Order("DATA DELETE " + table(type), "", keys);
    }

    static Order updatePhoto(Item item) {
        Map<String, String> told = new LinkedHashMap<>();
        tell(told, item, "PIN", "pin");
        if (!isPicture(item)) {
            tell(told, item, "Type", "use");
        }
        told.put("Content", reference(item));
        return new Order("DATA UPDATE " + photoTable(item), "", told);
    }

    static Order deletePhoto(Item item) {
        Map<String, String> keys = new LinkedHashMap<>();
        tell(keys, item, "PIN", "pin");
        if (!isPicture(item)) {
            tell(keys, item, "Type", "use");
        }
        return new Order("DATA DELETE " + photoTable(item), "", keys);
    }

    private static boolean isPicture(Item item) {
        return item.field("use").filter(PICTURE::equals).isPresent();
    }

    private static String photoTable(Item item) {
        return isPicture(item) ? "USERPIC" : "BIOPHOTO";
    }

    private static String table(String type) {
        return switch (type) {
            case FINGER -> "FINGERTMP";
            case FACE -> "FACE";
            default -> "BIODATA";
        };
    }

    private static String reference(Item item) {
        return ContentReference.to(item.field(ItemKind.CONTENT).orElse(""));
    }

    private static void tell(Map<String, String> told, Item item, String wire, String field) {
        item.field(field).ifPresent(value -> told.put(wire, value));
    }
}
