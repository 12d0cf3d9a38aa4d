package io.larder.server.relay.kafka;

import java.util.Optional;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// What was said against single records of a transaction. Anything else that fails is the cluster's
/// or the line's fault, and comes with the commit.
final class Refusals {
    private @Nullable Refused first;

    Callback of(int line) {
        return (_, failed) -> {
            if (failed != null) {
                add(line, failed);
            }
        };
    }

    synchronized void add(int line, Exception failed) {
        boolean tooLarge =
                failed instanceof RecordTooLargeException
                        || failed instanceof RecordBatchTooLargeException;
        boolean never = failed instanceof InvalidRecordException;
        if ((tooLarge || never) && (first == null || line < first.line)) {
            first = new Refused(line, tooLarge, failed);
        }
    }

    synchronized boolean any() {
        return first != null;
    }

    synchronized Optional<Refused> first() {
        return Optional.ofNullable(first);
    }
}
