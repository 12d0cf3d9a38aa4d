package io.larder.storage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Questions about facts, on the connection of whoever gave it out.
public final class FactView {
    private final Statements statements;

    FactView(Statements statements) {
        this.statements = statements;
    }

    /// All facts of a subject, by name.
    public Map<String, String> of(String subject) {
        Map<String, String> facts = new LinkedHashMap<>();
        statements.each(
                "SELECT name, value FROM fact WHERE subject = ? ORDER BY name",
                result -> {
                    facts.put(result.getString(1), result.getString(2));
                    return true;
                },
                subject);
        return facts;
    }

    /// Subjects that have the fact `name`, in order.
    public List<String> subjects(String name) {
        return statements.ask(
                "SELECT subject FROM fact WHERE name = ? ORDER BY subject",
                result -> result.getString(1),
                name);
    }

    /// Subjects that have facts and whose name begins with `prefix`, in order.
    public List<String> subjectsOf(String prefix) {
        return statements.ask(
                "SELECT DISTINCT subject FROM fact WHERE substr(subject, 1, length(?1)) = ?1"
                        + " ORDER BY subject",
                result -> result.getString(1),
                prefix);
    }
}
