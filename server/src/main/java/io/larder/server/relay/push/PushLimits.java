package io.larder.server.relay.push;

import java.time.Duration;

/// How patient the box is with a server, and how much of it is believed.
///
/// - `answer`: the longest wait for an answer, plus the time that the body needs at
///   [#LEAST_BYTES_PER_SECOND]. A half-open line is noticed after that.
/// - `retryLeast`, `retryMost`: the wait of a terminal that was set aside grows from one to the
///   other; a server that names another wait (`ErrorDelay`) is heeded between the two.
/// - `pollLeast`, `pollMost`: between these the server's `Delay` is heeded.
/// - `fairness`: how long one terminal may keep the others waiting before it is set aside.
public record PushLimits(
        Duration answer,
        Duration retryLeast,
        Duration retryMost,
        Duration pollLeast,
        Duration pollMost,
        Duration fairness) {
    /// The limits of a box. Terminals wait 30 s to 60 s and poll every 3 s to 60 s.
    public static final PushLimits DEFAULT =
            new PushLimits(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(10));

    /// The pace of a body on a line that works: half of a 64 kbit/s line.
    static final int LEAST_BYTES_PER_SECOND = 4096;

    /// How long to try to connect.
    static final Duration CONNECT = Duration.ofSeconds(10);

    /// The longest answer that is read: 900 KB is the most that a server may deliver at once
    /// (PROTOCOL.md 3.1).
    static final int ANSWER_BYTES = 1 << 20;

    /// The longest head of an answer.
    static final int HEAD_BYTES = 16 << 10;

    /// Terminals that speak with the server at the same time: each has one connection.
    static final int CONNECTIONS = 8;

    /// Bytes of uploads in memory at once, and of the journal that is read for them: one largest
    /// upload and room for many usual ones.
    static final int READ_BYTES = 4 << 20;

    /// An upload that the server refuses so often, by a status or in words, is a dead letter.
    static final int REFUSALS = 3;

    /// An upload at which the server breaks so often while it speaks with the terminal otherwise is
    /// a dead letter: after an hour or more with growing waits, which no restart takes.
    static final int BREAKS = 20;

    /// Replies whose arrival is remembered for each terminal, so that a command which the server
    /// numbers alike later is told from one that it repeats.
    static final int REPLIES = 1000;

    /// How long a command of the server is good for: what a box waits for a terminal at most.
    static final Duration ORDER_TTL = Duration.ofDays(7);

    /// How often places of terminals set aside are written, at most: one flush each.
    static final Duration PLACES_EVERY = Duration.ofSeconds(1);

    /// The same with another wait for an answer.
    public PushLimits withAnswer(Duration time) {
        return new PushLimits(time, retryLeast, retryMost, pollLeast, pollMost, fairness);
    }

    /// The same with another longest wait, never shorter than the least.
    public PushLimits withRetryMost(Duration most) {
        Duration longest = most.compareTo(retryLeast) < 0 ? retryLeast : most;
        return new PushLimits(answer, retryLeast, longest, pollLeast, pollMost, fairness);
    }

    Duration allowedFor(int bodyBytes) {
        return answer.plusMillis(1000L * bodyBytes / LEAST_BYTES_PER_SECOND);
    }

    /// `wish` within the bounds for polls.
    Duration poll(Duration wish) {
        return within(wish, pollLeast, pollMost);
    }

    /// `wish` within the bounds for retries.
    Duration retry(Duration wish) {
        return within(wish, retryLeast, retryMost);
    }

    private static Duration within(Duration wish, Duration least, Duration most) {
        return wish.compareTo(least) < 0 ? least : wish.compareTo(most) > 0 ? most : wish;
    }
}
