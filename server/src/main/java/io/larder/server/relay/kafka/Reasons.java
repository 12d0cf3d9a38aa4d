package io.larder.server.relay.kafka;

import java.security.cert.CertificateException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;

/// Says in one line, for people, why the cluster did not take something.
final class Reasons {
    private Reasons() {}

    static String why(Throwable failed, Duration answer) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "the broker is not believed: " + cause.getMessage();
            }
        }
        Throwable said = innermost(failed);
        return switch (said) {
            case WakeupException _ -> "closed";
            case TimeoutException late ->
                    "no answer within " + answer.toMillis() + " ms: " + late.getMessage();
            case AuthenticationException no -> "the broker does not let us in: " + no.getMessage();
            case TopicAuthorizationException no ->
                    "not allowed: grant DESCRIBE, READ and WRITE on topics "
                            + no.unauthorizedTopics();
            case TransactionalIdAuthorizationException _ ->
                    "not allowed: grant DESCRIBE and WRITE on our transactional id";
            case ProducerFencedException _, InvalidProducerEpochException _ ->
                    "another box with our name delivers: " + said.getMessage();
            case InvalidTimestampException no ->
                    "the broker refuses the time of our clock, give its topics"
                            + " message.timestamp.type=LogAppendTime: "
                            + no.getMessage();
            default ->
                    said.getMessage() == null ? said.toString() : String.valueOf(said.getMessage());
        };
    }

    /// A plain `KafkaException` only wraps what matters.
    private static Throwable innermost(Throwable failed) {
        Throwable said = failed;
        while (said.getClass() == KafkaException.class
                && said.getCause() instanceof KafkaException cause) {
            said = cause;
        }
        return said;
    }
}
