package io.larder.server.relay.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.larder.server.command.BoxReport;
import io.larder.server.command.RemoteOrder;
import java.util.List;

/// Whatever a broker hands to a box: orders that can be decided, how far the box was, or neither.
public final class MessagesTarget {
    private static final String BOX = "00112233445566aa";

    private MessagesTarget() {}

    /// The payload of one message.
    public static void hold(byte[] input) {
        try {
            OrderMessage orders =
                    OrderMessage.read(
                            Mqtt5Publish.builder().topic("larder/orders").payload(input).build());
            List<String> taken = orders.undecided().stream().map(RemoteOrder::reference).toList();
            List<String> cancelled = List.copyOf(orders.cancel());
            orders.settle(new BoxReport(BOX, taken, List.of(), List.of(), List.of()));
            assertThat(orders.undecided()).isEmpty();
            assertThat(cancelled).doesNotContainNull();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            Place place = Place.read(new String(input, UTF_8));
            assertThat(Place.read(place.write(BOX, 7))).isEqualTo(place);
            assertThat(Texts.property(place.mark().orElse("")).codePoints()).allMatch(Texts::isFit);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
