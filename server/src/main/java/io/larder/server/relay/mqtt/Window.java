package io.larder.server.relay.mqtt;

import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The messages of one parcel on their way: at most so many unacknowledged, and how far all before
/// are. Counted from 0 in the order of the parcel.
final class Window {
    /// The broker refused message `index`.
    record Refused(int index, Mqtt5PubAck answer) {}

    private final MqttSession session;
    private final long deadline;
    private final long allowedMillis;

    private final IntConsumer onTheWay;
    private long told;
    private final BitSet taken = new BitSet();
    private int published;
    private int answered;
    private @Nullable Refused refused;
    private @Nullable BrokerDown down;

    /// `onTheWay` hears now and then how many have been taken, while others are on their way.
    Window(MqttSession session, Duration allowed, IntConsumer onTheWay) {
        this.onTheWay = onTheWay;
        this.told = System.nanoTime();
        this.session = session;
        this.allowedMillis = allowed.toMillis();
        this.deadline = System.nanoTime() + allowed.toNanos();
        session.watch(this::fail);
    }

    /// Publishes the next message when there is room; false when it is of no use to go on.
    boolean publish(Mqtt5Publish message) {
        if (!await(MqttLimits.WINDOW - 1)) {
            return false;
        }
        int index;
        synchronized (this) {
            index = published++;
        }
        var _ =
                session.client()
                        .publish(message)
                        .whenComplete((result, error) -> answer(index, error(result, error)));
        return true;
    }

    private static @Nullable Throwable error(
            @Nullable Mqtt5PublishResult result, @Nullable Throwable error) {
        return result == null ? error : result.getError().orElse(null);
    }

    /// Waits until all that were published are answered, and tells on the way if that takes longer
    /// than [MqttLimits#NUDGE]; false when one was not taken.
    boolean finish() {
        try {
            if (!isAt(0, MqttLimits.NUDGE.toNanos())) {
                onTheWay.accept(prefix());
            }
        } catch (InterruptedException e) {
            interrupted();
        }
        return await(0);
    }

    /// How many from the first on have been taken, without one missing.
    synchronized int prefix() {
        return taken.nextClearBit(0);
    }

    synchronized Optional<Refused> refused() {
        return Optional.ofNullable(refused);
    }

    synchronized Optional<BrokerDown> down() {
        return Optional.ofNullable(down);
    }

    private synchronized void answer(int index, @Nullable Throwable error) {
        answered++;
        if (error == null) {
            taken.set(index);
        } else if (error instanceof Mqtt5PubAckException refusal) {
            if (refused == null || index < refused.index()) {
                refused = new Refused(index, refusal.getMqttMessage());
            }
        } else if (down == null) {
            down = Reasons.down(error);
        }
        int open = published - answered;
        // Who waits is woken for a good part of the window: to wake him for each is what costs.
        if (open == 0 || open == MqttLimits.WINDOW / 2 || error != null) {
            notifyAll();
        }
    }

    private synchronized void fail(BrokerDown why) {
        if (down == null) {
            down = why;
        }
        notifyAll();
    }

    /// Waits until at most `open` are unanswered, and tells on the way.
    private boolean await(int open) {
        try {
            while (!isAt(open, MqttLimits.CURSOR_EVERY.toNanos())) {
                long now = System.nanoTime();
                if (now - deadline > 0) {
                    fail(session.cut("no answer within " + allowedMillis + " ms"));
                } else if (now - told > MqttLimits.CURSOR_EVERY.toNanos()) {
                    told = now;
                    onTheWay.accept(prefix());
                }
            }
            return isWell();
        } catch (InterruptedException e) {
            interrupted();
            return false;
        }
    }

    /// Nobody interrupts a relay; the flag would close the files it uses next.
    private void interrupted() {
        fail(session.cut("interrupted"));
    }

    private synchronized boolean isWell() {
        return down == null && refused == null;
    }

    /// Whether it is so, or it is of no use to wait; looks for so long.
    private synchronized boolean isAt(int open, long nanos) throws InterruptedException {
        long start = System.nanoTime();
        long most = Math.min(deadline - start, nanos);
        for (long left = most; left > 0 && !isSettled(open); ) {
            wait(Math.max(1, left / 1_000_000));
            left = most - (System.nanoTime() - start);
        }
        return isSettled(open);
    }

    private boolean isSettled(int open) {
        return down != null || published - answered <= open || (refused != null && open > 0);
    }
}
