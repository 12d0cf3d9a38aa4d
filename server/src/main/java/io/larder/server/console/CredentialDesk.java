package io.larder.server.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.larder.crypto.BestDigest;
import io.larder.crypto.Digest;
import io.larder.crypto.Seal;
import io.larder.server.json.Json;
import io.larder.server.projector.Introduction;
import io.larder.server.projector.Projector;
import io.larder.server.record.Family;
import io.larder.server.record.Serial;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminals;
import io.larder.storage.Draft;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import io.larder.storage.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Takes the keys of meeting terminals. A terminal that gets a key is let in with it. Of the device
/// key only a digest of its digest is kept, the secret key is sealed; neither is ever shown.
/// Source: PROTOCOL.md 6.3, trap T-111.
public final class CredentialDesk {
    private static final String FORGET = "-";
    private static final int LONGEST = 128;
    private static final long WAIT_MILLIS = 10_000;

    private record Given(Serial serial, Map<String, String> facts) {}

    private final Store store;
    private final Projector projector;
    private final Terminals terminals;
    private final BoxClock clock;
    private final Seal seal;

    public CredentialDesk(
            Store store, Projector projector, Terminals terminals, BoxClock clock, Seal seal) {
        this.store = store;
        this.projector = projector;
        this.terminals = terminals;
        this.clock = clock;
        this.seal = seal;
    }

    /// Takes `{"credentials":[{"terminal":…,"productId":…,"deviceKey":…,"secretKey":…}]}`, all or
    /// nothing of what can be read. A member that is missing or empty stays as it was, `-` is
    /// forgotten.
    Reply take(String body, Role role) throws InterruptedException {
        if (role != Role.OWNER) {
            return Reply.refused(403, "this token may not give keys to terminals");
        }
        if (!projector.isCaughtUp()) {
            return Reply.refused(503, "the box is still reading its records");
        }
        List<Given> all = new ArrayList<>();
        try {
            if (!(Json.read(body).get("credentials") instanceof List<?> list)) {
                throw new IllegalArgumentException("credentials is missing, expected a list");
            }
            for (Object each : list) {
                all.add(given(each));
            }
        } catch (IllegalArgumentException e) {
            return Reply.refused(400, String.valueOf(e.getMessage()));
        }
        long last = 0;
        for (Given each : all) {
            switch (store.journal().append(draft(each))) {
                case Receipt receipt -> last = receipt.seq();
                case Refused refused -> {
                    return Reply.refused(503, refused.why());
                }
            }
        }
        projector.await(last, WAIT_MILLIS);
        return Reply.ok(Map.of("terminals", all.size()));
    }

    private Draft draft(Given given) {
        boolean known = terminals.find(given.serial).isPresent();
        Map<String, String> facts = new TreeMap<>(given.facts);
        facts.put(Facts.FAMILY, Family.MEETING.word());
        return new Draft(
                known ? EntryKind.ADJUSTMENT : EntryKind.ADMISSION,
                given.serial.text(),
                Introduction.write(facts),
                false,
                clock.stamp());
    }

    private Given given(Object element) {
        if (!(element instanceof Map<?, ?> said)) {
            throw new IllegalArgumentException("credentials has an element that is no object");
        }
        String name = text(said, "terminal");
        Serial serial =
                Serial.read(name)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "terminal '" + name + "' is no serial number"));
        Map<String, String> facts = new TreeMap<>();
        String product = text(said, "productId");
        if (!product.isEmpty()) {
            facts.put(Facts.BEST_PRODUCT_ID, product.equals(FORGET) ? "" : product);
        }
        kept(text(said, "deviceKey"), key -> deviceKey(serial, key, product))
                .ifPresent(kept -> facts.put(Facts.BEST_DEVICE_KEY, kept));
        kept(text(said, "secretKey"), seal::close)
                .ifPresent(kept -> facts.put(Facts.BEST_SECRET_KEY, kept));
        return new Given(serial, facts);
    }

    private static Optional<String> kept(String said, UnaryOperator<String> keeping) {
        return switch (said) {
            case "" -> Optional.empty();
            case FORGET -> Optional.of("");
            default -> Optional.of(keeping.apply(said));
        };
    }

    private static String deviceKey(Serial serial, String key, String product) {
        if (product.isEmpty() || product.equals(FORGET)) {
            throw new IllegalArgumentException(
                    "terminal " + serial + " has a deviceKey without a productId");
        }
        return Digest.sha256Hex(BestDigest.ofDeviceKey(key, product).getBytes(UTF_8));
    }

    private static String text(Map<?, ?> said, String name) {
        String text = said.get(name) instanceof String value ? value.strip() : "";
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(name + " has more than " + LONGEST + " characters");
        }
        return text;
    }
}
