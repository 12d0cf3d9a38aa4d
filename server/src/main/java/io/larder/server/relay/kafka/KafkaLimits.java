package io.larder.server.relay.kafka;

import java.time.Duration;

/// What the clients of one Kafka upstream may take of the box's memory and of the broker.
final class KafkaLimits {
    /// The largest message, in bytes: a content of 3 MiB is 4 MiB of base64, and the largest upload
    /// as text fits as well. Topics made by a box take as much.
    static final int MESSAGE_BYTES = 6 << 20;

    /// Bytes that wait for the broker: a batch of records with its envelopes, or one largest
    /// message. A box has some 80 MB of heap.
    static final int BUFFER_BYTES = 8 << 20;

    /// Bytes of messages to one partition that go together; well below what brokers take at once.
    static final int BATCH_BYTES = 256 << 10;

    /// How long messages wait for others to go with, in milliseconds. The end of a batch does not
    /// wait.
    static final int LINGER_MILLIS = 20;

    /// Bytes of the cursor topic that are fetched at once, for lines that are metered.
    static final int FETCH_BYTES = 256 << 10;

    /// Partitions of a cursor topic that a box makes; a box reads only its own.
    static final int CURSOR_PARTITIONS = 8;

    /// Bytes of a segment of the cursor topic: only closed segments are compacted, and what is not
    /// compacted is read at every start. The least that a broker takes.
    static final int CURSOR_SEGMENT_BYTES = 1 << 20;

    /// How long to try to connect.
    static final Duration CONNECT = Duration.ofSeconds(10);

    /// How long one look at the cursor topic takes before it is seen whether the relay ends.
    static final Duration LOOK = Duration.ofMillis(250);

    /// How long ordinary closing may take: what is of worth is committed by then.
    static final Duration CLOSING = Duration.ofSeconds(2);

    private KafkaLimits() {}
}
