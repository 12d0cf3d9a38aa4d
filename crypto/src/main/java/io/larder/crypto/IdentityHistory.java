package io.larder.crypto;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who a box was before: what was signed with a key of then stays its own. One step for each
/// rotation, in order.
///
/// ```
/// step = "# until " when, PEM "PUBLIC KEY" (old), PEM "PUBLIC KEY" (new), PEM "SIGNATURE"
/// ```
///
/// The old key signs the new one. A step whose new key never came to be, because the machine went
/// down in between, harms nothing: its old key has another step later.
public final class IdentityHistory {
    /// From one identity to the next, by their fingerprints. The old key is for
    /// [Identity#verifies].
    public record Step(String until, String from, String to, String fromPem) {}

    private static final String SIGNATURE = "SIGNATURE";
    private static final Pattern STEP = Pattern.compile("# until ([^\n]{0,64}+)\n([^#]*+)");
    private static final int KEYS = 2;

    private IdentityHistory() {}

    /// A step as text, to be put behind those before.
    public static String step(Identity old, Identity next, String until) {
        return "# until "
                + until
                + "\n"
                + old.publicPem()
                + next.publicPem()
                + Pem.write(SIGNATURE, old.handOver(next));
    }

    /// Reads all steps; throws `IllegalArgumentException` when one is not whole or its signature is
    /// not the old key's.
    public static List<Step> read(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        while (step.find()) {
            steps.add(step(step.group(1), step.group(2)));
        }
        return steps;
    }

    /// Whether `steps` lead from one identity to another, or both are the same.
    public static boolean leads(List<Step> steps, String from, String to) {
        Set<String> reached = new HashSet<>(Set.of(from));
        for (Step step : steps) {
            if (reached.contains(step.from())) {
                reached.add(step.to());
            }
        }
        return reached.contains(to);
    }

    private static Step step(String until, String text) {
        List<byte[]> keys = Pem.all(text, Pem.PUBLIC_KEY);
        byte[] signature = Pem.first(text, SIGNATURE);
        if (keys.size() != KEYS
                || !Identity.handsOver(keys.getFirst(), keys.getLast(), signature)) {
            throw new IllegalArgumentException(
                    "the identity of until " + until + " did not sign the next one");
        }
        return new Step(
                until,
                Digest.sha256Hex(keys.getFirst()),
                Digest.sha256Hex(keys.getLast()),
                Pem.write(Pem.PUBLIC_KEY, keys.getFirst()));
    }
}
