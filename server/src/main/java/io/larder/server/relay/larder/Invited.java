package io.larder.server.relay.larder;

import io.larder.server.json.BoxFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// An invitation as headquarters keeps it: by the digest of its secret. `box` is the only one it is
/// for, empty for any that is not enrolled; `usedBy` the one that it let in.
record Invited(
        String hash,
        String site,
        String box,
        long untilMillis,
        OptionalLong quota,
        String usedBy,
        boolean withdrawn) {
    private static final int NUMBER_DIGITS = 8;

    static Invited read(String hash, Map<String, String> facts) {
        return new Invited(
                hash,
                facts.getOrDefault(BoxFacts.SITE, ""),
                facts.getOrDefault(BoxFacts.BOX, ""),
                Long.parseLong(facts.getOrDefault(BoxFacts.UNTIL, "0")),
                EnrolledBox.quota(facts.getOrDefault(BoxFacts.QUOTA, "")),
                facts.getOrDefault(BoxFacts.USED_BY, ""),
                Boolean.parseBoolean(facts.getOrDefault(BoxFacts.WITHDRAWN, "false")));
    }

    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(BoxFacts.SITE, site);
        facts.put(BoxFacts.BOX, box);
        facts.put(BoxFacts.UNTIL, Long.toString(untilMillis));
        facts.put(BoxFacts.QUOTA, EnrolledBox.text(quota));
        facts.put(BoxFacts.USED_BY, usedBy);
        facts.put(BoxFacts.WITHDRAWN, Boolean.toString(withdrawn));
        return facts;
    }

    /// By which people name it.
    String number() {
        return hash.substring(0, NUMBER_DIGITS);
    }

    boolean isOpen(long nowMillis) {
        return usedBy.isEmpty() && !withdrawn && nowMillis <= untilMillis;
    }

    /// Why it does not let `asking` in now, if so.
    Optional<String> refusal(String asking, long nowMillis) {
        if (withdrawn) {
            return Optional.of("this invitation was withdrawn");
        }
        if (!usedBy.isEmpty()) {
            return Optional.of("this invitation was used by box " + usedBy + ": ask for another");
        }
        if (nowMillis > untilMillis) {
            return Optional.of("this invitation has ended: ask for another");
        }
        return box.isEmpty() || box.equals(asking)
                ? Optional.empty()
                : Optional.of("this invitation is for box " + box);
    }

    Invited usedBy(String other) {
        return new Invited(hash, site, box, untilMillis, quota, other, withdrawn);
    }

    Invited withdraw() {
        return new Invited(hash, site, box, untilMillis, quota, usedBy, true);
    }
}
