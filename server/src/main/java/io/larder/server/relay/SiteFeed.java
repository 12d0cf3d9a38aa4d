package io.larder.server.relay;

import java.util.function.Predicate;
import java.util.function.Supplier;

/// Brings site data down: asks what `question` gives and hands the answer to `take`, which says
/// whether there is more at once and throws `IllegalArgumentException` for what is no answer.
public final class SiteFeed implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SiteFeed.class.getName());

    private final SiteSource source;
    private final Supplier<String> question;
    private final Predicate<String> take;
    private String trouble = "";

    public SiteFeed(SiteSource source, Supplier<String> question, Predicate<String> take) {
        this.source = source;
        this.question = question;
        this.take = take;
    }

    /// One question and its answer; true when there is more at once.
    boolean turn() {
        return switch (source.ask(question.get())) {
            case SiteSource.Heard(var text) -> heard(text);
            case SiteSource.Down(var why, _) -> {
                tell(why);
                yield false;
            }
        };
    }

    private boolean heard(String text) {
        try {
            boolean more = take.test(text);
            trouble = "";
            return more;
        } catch (IllegalArgumentException e) {
            // The answer may hold passwords: what it was is not told.
            tell("not what headquarters says: " + text.length() + " characters");
            return false;
        }
    }

    private void tell(String why) {
        if (trouble.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "no site data can be had: {0}", why);
        }
        trouble = why;
    }

    @Override
    public void close() {
        source.close();
    }
}
