package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttUtf8String;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.Mqtt5ReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// What went wrong, in words.
final class Reasons {
    private static final int SHOWN = 200;

    private Reasons() {}

    static BrokerDown down(Throwable failed) {
        return switch (failed) {
            case BrokerDown known -> known;
            case ExecutionException _, CompletionException _ when failed.getCause() != null ->
                    down(failed.getCause());
            case Mqtt5ConnAckException refused ->
                    new BrokerDown(
                            "the broker refuses the connection: "
                                    + words(
                                            refused.getMqttMessage().getReasonCode(),
                                            refused.getMqttMessage().getReasonString()));
            case Mqtt5DisconnectException ended -> ended(ended);
            case Mqtt5PubAckException refused ->
                    new BrokerDown(
                            "the broker refuses a message: "
                                    + words(
                                            refused.getMqttMessage().getReasonCode(),
                                            refused.getMqttMessage().getReasonString()));
            case Mqtt5SubAckException refused ->
                    new BrokerDown(
                            "the broker refuses a subscription: "
                                    + refused.getMqttMessage().getReasonCodes());
            default -> new BrokerDown(cause(failed));
        };
    }

    private static BrokerDown ended(Mqtt5DisconnectException ended) {
        Mqtt5DisconnectReasonCode code = ended.getMqttMessage().getReasonCode();
        return new BrokerDown(
                "the connection has ended: "
                        + words(code, ended.getMqttMessage().getReasonString()),
                code == Mqtt5DisconnectReasonCode.PACKET_TOO_LARGE);
    }

    static String words(Mqtt5ReasonCode code, Optional<MqttUtf8String> more) {
        String words = code.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
        return more.map(text -> words + " (" + brief(text.toString()) + ")").orElse(words);
    }

    /// A certificate that is not believed says why itself, below what TLS makes of it.
    private static String cause(Throwable failed) {
        Throwable last = failed;
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof CertificateException) {
                return "the broker is not believed: " + each.getMessage();
            }
            last = each;
        }
        return brief(last.getMessage() == null ? last.toString() : last.getMessage());
    }

    private static String brief(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
    }
}
