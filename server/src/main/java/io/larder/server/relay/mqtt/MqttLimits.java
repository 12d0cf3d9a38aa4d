package io.larder.server.relay.mqtt;

import io.larder.server.command.CommandLimits;
import java.time.Duration;

/// How patient a line to a broker is.
///
/// - `answer`: how long a broker may take to answer; a parcel gets this, plus the time that its
///   bytes need at `leastBytesPerSecond`. A half-open line is noticed after that.
/// - `keepAlive`: how often an idle line is asked whether it is still there.
/// - `sessionExpiry`: for how long the broker keeps orders for a box that is away.
public record MqttLimits(
        Duration answer, int leastBytesPerSecond, Duration keepAlive, Duration sessionExpiry) {
    /// 30 s, and 4 KiB/s: half of a 64 kbit/s line. 30 s between signs of life cost 3 KB an hour. A
    /// week: what a site may be cut off without anybody coming.
    public static final MqttLimits DEFAULT =
            new MqttLimits(
                    Duration.ofSeconds(30), 4096, Duration.ofSeconds(30), Duration.ofDays(7));

    /// How long to try to connect.
    static final Duration CONNECT = Duration.ofSeconds(10);

    /// Messages published and not yet acknowledged: as many as fill a fast line; the broker may
    /// allow fewer.
    static final int WINDOW = 256;

    /// How often the cursor is moved while a parcel is on its way.
    static final Duration CURSOR_EVERY = Duration.ofSeconds(1);

    /// How long the last answers of a parcel may take before a cursor is sent that they can come
    /// with: a broker that writes small answers one by one holds the next back until the one before
    /// is acknowledged, and a side that has nothing to send takes 40 ms to do that.
    static final Duration NUDGE = Duration.ofMillis(2);

    /// What a packet has besides topic, properties' texts and payload, at most.
    static final int PACKET_FRAME_BYTES = 128;

    /// Orders that are taken from the broker without being decided: each may be large, and they are
    /// in memory.
    static final int UNDECIDED_MESSAGES = 16;

    /// The longest message with orders: one largest order and room for the rest.
    static final int ORDER_PACKET_BYTES = CommandLimits.LARGEST_ORDER_BYTES + (1 << 20);

    /// Orders given at once; the journal writes them in groups.
    static final int PAGE_ORDERS = 200;

    /// The same with another time for the answer.
    public MqttLimits withAnswer(Duration time) {
        return new MqttLimits(time, leastBytesPerSecond, keepAlive, sessionExpiry);
    }

    /// The same with other signs of life, and orders kept for another time.
    public MqttLimits withSession(Duration every, Duration expiry) {
        return new MqttLimits(answer, leastBytesPerSecond, every, expiry);
    }

    Duration allowedFor(long bytes) {
        return answer.plusMillis(1000 * bytes / leastBytesPerSecond);
    }

    /// How long to wait for a connection.
    Duration connect() {
        return answer.compareTo(CONNECT) < 0 ? answer : CONNECT;
    }
}
