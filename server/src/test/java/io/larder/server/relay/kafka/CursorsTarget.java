package io.larder.server.relay.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;

/// Whatever stands in the cursor topic of a cluster: how far a box was, or not that.
///
/// ```
/// input = key LF value
/// ```
public final class CursorsTarget {
    private static final String OF = "00112233445566aa/cluster";

    private CursorsTarget() {}

    /// One message.
    public static void hold(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        byte[] key = Arrays.copyOf(input, end);
        Place.epoch(OF, key)
                .ifPresent(epoch -> {
                    assertThat(new String(key, UTF_8)).startsWith(OF + "/");
                    assertThat(Place.epoch(OF, Place.key(OF, epoch))).isEqualTo(Optional.of(epoch));
                });
        try {
            Place place =
                    Place.read(
                            Arrays.copyOfRange(
                                    input, Math.min(end + 1, input.length), input.length));
            // Half a character in a mark is lost at the first writing.
            byte[] written = place.value();
            assertThat(Place.read(written).next()).isEqualTo(place.next());
            assertThat(Place.read(written).value()).isEqualTo(written);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
