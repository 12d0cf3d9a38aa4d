package io.larder.server.relay.kafka;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;

/// Waits for an answer of the cluster; a failure is thrown as what it is.
final class Wait {
    private Wait() {}

    static <T> T on(Future<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a relay", e);
        }
    }
}
