package io.larder.server.door;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The header lines of one request. Names without case; a line without colon is nobody's business;
/// a line that begins with a blank continues the one before.
final class Fields {
    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    private Fields() {}

    /// Reads all lines but the first, which is the request line.
    static Fields read(List<String> lines) {
        Fields read = new Fields();
        for (String line : lines.subList(1, lines.size())) {
            read.add(line);
        }
        return read;
    }

    /// All values of `name`, split at commas, in small letters.
    List<String> tokens(String name) {
        List<String> tokens = new ArrayList<>();
        for (Field field : fields) {
            if (field.name.equals(name)) {
                for (String token : field.value.split(",", -1)) {
                    tokens.add(token.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return tokens;
    }

    /// The first value of `name` as it was written, without blanks around it; empty for none.
    String value(String name) {
        return fields.stream()
                .filter(field -> field.name.equals(name))
                .map(field -> field.value.strip())
                .findFirst()
                .orElse("");
    }

    private void add(String line) {
        int colon = line.indexOf(':');
        if (line.startsWith(" ") || line.startsWith("\t")) {
            Field before = fields.isEmpty() ? new Field("", "") : fields.removeLast();
            fields.add(new Field(before.name, before.value + line));
        } else if (colon > 0) {
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            fields.add(new Field(name, line.substring(colon + 1)));
        }
    }
}
