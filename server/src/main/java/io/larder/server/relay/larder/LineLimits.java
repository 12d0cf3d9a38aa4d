package io.larder.server.relay.larder;

import io.larder.server.command.CommandLimits;
import java.time.Duration;

/// How long an exchange may take: `answer`, plus the time that the body needs at
/// `leastBytesPerSecond`. A half-open line is noticed after that.
public record LineLimits(Duration answer, int leastBytesPerSecond) {
    /// 30 s, and a body at 4 KiB/s: half of a 64 kbit/s line.
    public static final LineLimits DEFAULT = new LineLimits(Duration.ofSeconds(30), 4096);

    /// How long to try to connect.
    static final Duration CONNECT = Duration.ofSeconds(10);

    /// The longest answer that is read; a good one has about 100 bytes.
    static final int ANSWER_BYTES = 64 << 10;

    /// The longest answer about who headquarters is that is read: some hundred rotations.
    static final int IDENTITY_BYTES = 128 << 10;

    /// The longest answer with orders that is read: one largest order and room for the rest.
    static final int ORDERS_BYTES = CommandLimits.LARGEST_ORDER_BYTES + (1 << 20);

    /// The longest answer with site data that is read: twice what a Larder sends.
    static final int SITE_BYTES = 512 << 10;

    /// The same with another time for the answer.
    public LineLimits withAnswer(Duration time) {
        return new LineLimits(time, leastBytesPerSecond);
    }

    Duration allowedFor(int bodyBytes) {
        return answer.plusMillis(1000L * bodyBytes / leastBytesPerSecond);
    }
}
