package io.larder.server.relay;

import java.time.Duration;
import java.util.Optional;

/// Where site data comes from. What is asked and answered is the affair of those who keep it. Used
/// by one thread; only [#close] may come from another.
public interface SiteSource extends AutoCloseable {
    /// Asks one question.
    Answer ask(String question);

    /// Cuts what is under way; questions that come later are answered `Down`.
    @Override
    void close();

    /// What came of a question.
    sealed interface Answer {}

    /// The other side's words, which may be nonsense.
    record Heard(String text) implements Answer {}

    /// No sensible answer. `retryAfter` is the other side's own wish.
    record Down(String why, Optional<Duration> retryAfter) implements Answer {}
}
