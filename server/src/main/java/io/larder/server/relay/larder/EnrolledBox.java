package io.larder.server.relay.larder;

import io.larder.server.json.BoxFacts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A box that was let in at this headquarters: what people call its site, the fingerprint of the
/// identity that speaks for it, megabytes a day that it may send (none said: the usual), since
/// when.
record EnrolledBox(
        String box, String site, String key, State state, OptionalLong quota, long sinceMillis) {
    /// Whether its certificate counts.
    enum State {
        ENROLLED,
        REVOKED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What the ledger knows, empty for a box that was never enrolled.
    static Optional<EnrolledBox> read(String box, Map<String, String> facts) {
        return Optional.ofNullable(facts.get(BoxFacts.KEY))
                .map(key ->
                        new EnrolledBox(
                                box,
                                facts.getOrDefault(BoxFacts.SITE, ""),
                                key,
                                State.valueOf(
                                        facts.getOrDefault(BoxFacts.STATE, "")
                                                .toUpperCase(Locale.ROOT)),
                                quota(facts.getOrDefault(BoxFacts.QUOTA, "")),
                                Long.parseLong(facts.getOrDefault(BoxFacts.SINCE, "0"))));
    }

    static OptionalLong quota(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    static String text(OptionalLong quota) {
        return quota.isPresent() ? Long.toString(quota.getAsLong()) : "";
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(BoxFacts.SITE, site);
        facts.put(BoxFacts.KEY, key);
        facts.put(BoxFacts.STATE, state.word());
        facts.put(BoxFacts.QUOTA, text(quota));
        facts.put(BoxFacts.SINCE, Long.toString(sinceMillis));
        return facts;
    }

    EnrolledBox with(State other) {
        return new EnrolledBox(box, site, key, other, quota, sinceMillis);
    }

    EnrolledBox withKey(String other) {
        return new EnrolledBox(box, site, other, state, quota, sinceMillis);
    }

    EnrolledBox withQuota(OptionalLong other) {
        return new EnrolledBox(box, site, key, state, other, sinceMillis);
    }
}
