package io.larder.server.projector;

import io.larder.storage.LedgerBatch;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The facts of one subject within a batch: read once, changed here and in the ledger together.
final class Subject {
    private final LedgerBatch ledger;
    private final String name;
    private final Map<String, String> facts;

    Subject(LedgerBatch ledger, String name) {
        this.ledger = ledger;
        this.name = name;
        this.facts = new HashMap<>(ledger.facts(name));
    }

    String name() {
        return name;
    }

    Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }

    Optional<String> fact(String fact) {
        return Optional.ofNullable(facts.get(fact));
    }

    void learn(String fact, String value, long seq) {
        if (!value.equals(facts.put(fact, value))) {
            ledger.fact(name, fact, value, seq);
        }
    }
}
