package io.larder.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The payload of a journal entry that says what the site's data is from now on.
///
/// ```
/// SITE  {"by":…, "statements":[{"kind":…, "key":…, "at":…, "deleted":true, "fields":{…}}]}
/// ```
public record SiteEntry(String by, List<Statement> statements) {
    /// Keeps an unchangeable copy.
    public SiteEntry {
        statements = List.copyOf(statements);
    }

    byte[] write() {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("by", by);
        out.put("statements", statements.stream().map(SiteEntry::object).toList());
        return Json.write(out).getBytes(UTF_8);
    }

    /// Bytes that one statement takes, about.
    static int size(Statement statement) {
        return Json.write(object(statement)).getBytes(UTF_8).length + 1;
    }

    private static Map<String, Object> object(Statement statement) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("kind", statement.kind().word());
        out.put("key", statement.key());
        out.put("at", statement.at());
        out.put("deleted", statement.deleted() ? true : null);
        out.put("fields", statement.fields().isEmpty() ? null : statement.fields());
        return out;
    }

    /// Reads what was written; throws `IllegalArgumentException` for anything else.
    public static SiteEntry read(byte[] payload) {
        Map<String, Object> said = Json.read(new String(payload, UTF_8));
        List<Statement> statements = new ArrayList<>();
        if (said.get("statements") instanceof List<?> list) {
            list.forEach(each -> statements.add(statement(each)));
        }
        return new SiteEntry(String.valueOf(said.getOrDefault("by", "")), statements);
    }

    private static Statement statement(Object said) {
        if (!(said instanceof Map<?, ?> object)
                || !(object.get("kind") instanceof String word)
                || !(object.get("key") instanceof String key)
                || !(object.get("at") instanceof Long at)) {
            throw new IllegalArgumentException("a statement without kind, key or at");
        }
        ItemKind kind =
                ItemKind.of(word)
                        .orElseThrow(() ->
                                new IllegalArgumentException("kind is " + word + ", none of ours"));
        Map<String, String> fields = new LinkedHashMap<>();
        if (object.get("fields") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
        }
        return new Statement(kind, key, at, Boolean.TRUE.equals(object.get("deleted")), fields);
    }
}
