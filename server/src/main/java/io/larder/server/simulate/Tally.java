package io.larder.server.simulate;

import java.util.concurrent.atomic.LongAdder;

/// Live counters of a site; safe to read while it runs.
public final class Tally {
    final LongAdder ready = new LongAdder();
    final LongAdder uploads = new LongAdder();
    final LongAdder rows = new LongAdder();
    final LongAdder odd = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unanswered = new LongAdder();
    final LongAdder hungUp = new LongAdder();
    final LongAdder resends = new LongAdder();
    final LongAdder polls = new LongAdder();
    final LongAdder lostPolls = new LongAdder();
    final LongAdder commands = new LongAdder();
    final LongAdder replies = new LongAdder();
    final LongAdder lostReplies = new LongAdder();
    final LongAdder powerCuts = new LongAdder();
    final LongAdder restarts = new LongAdder();
    final LongAdder abandoned = new LongAdder();
    final Latencies latencies = new Latencies();

    Tally() {}

    /// Terminals whose initialisation was answered.
    public long ready() {
        return ready.sum();
    }

    /// Uploads acknowledged, resent ones not counted again.
    public long uploads() {
        return uploads.sum();
    }

    /// Rows acknowledged that are obligations.
    public long rows() {
        return rows.sum();
    }

    /// Unreadable rows in acknowledged uploads: what quarantine should hold.
    public long odd() {
        return odd.sum();
    }

    /// Attempts after a failed one.
    public long retries() {
        return retries.sum();
    }

    /// Answers other than the one hoped for.
    public long refused() {
        return refused.sum();
    }

    /// Attempts that ended in a timeout, a reset or no connection.
    public long unanswered() {
        return unanswered.sum();
    }

    /// Uploads sent once without listening for the answer.
    public long hungUp() {
        return hungUp.sum();
    }

    /// Acknowledged uploads sent again.
    public long resends() {
        return resends.sum();
    }

    /// Polls answered.
    public long polls() {
        return polls.sum();
    }

    /// Answers to polls that terminals never saw.
    public long lostPolls() {
        return lostPolls.sum();
    }

    /// Commands that terminals carried out or refused.
    public long commands() {
        return commands.sum();
    }

    /// Bodies with replies that the box said `OK` to.
    public long replies() {
        return replies.sum();
    }

    /// Replies that were never sent, those forgotten in power cuts not counted.
    public long lostReplies() {
        return lostReplies.sum();
    }

    /// Times the power failed right after a command.
    public long powerCuts() {
        return powerCuts.sum();
    }

    /// Times a terminal started anew: told to, by itself, or after a power cut.
    public long restarts() {
        return restarts.sum();
    }

    /// Terminals that were stopped while the box still owed them an answer.
    public long abandoned() {
        return abandoned.sum();
    }

    /// How long acknowledged uploads waited for their `OK`.
    public Latencies latencies() {
        return latencies;
    }

    /// One line for people.
    @Override
    public String toString() {
        String orders =
                "; %d commands, %d replies lost, %d power cuts, %d restarts"
                        .formatted(commands(), lostReplies(), powerCuts(), restarts());
        return "%d uploads, %d rows acknowledged; %d refused, %d unanswered, %d retries, %d resends, %d odd rows; p50 %.1f ms, p99 %.1f ms"
                        .formatted(
                                uploads(),
                                rows(),
                                refused(),
                                unanswered(),
                                retries(),
                                resends(),
                                odd(),
                                millis(0.5),
                                millis(0.99))
                + (commands() == 0 ? "" : orders);
    }

    private double millis(double share) {
        return latencies.percentile(share).toNanos() / 1e6;
    }
}
