package io.larder.server.simulation;

import io.larder.server.relay.Upstream;
import java.util.Optional;

/// An upstream that does not ask headquarters how far it is, and believes that whatever was sent
/// arrived: the cursor moves before headquarters has it.
final class Optimist implements Upstream {
    private final Upstream behind;

    Optimist(Upstream behind) {
        this.behind = behind;
    }

    @Override
    public Greeting hello(Hello hello) {
        Greeting greeting = behind.hello(hello);
        return greeting instanceof Welcome
                ? new Welcome(hello.cursor(), Optional.empty())
                : greeting;
    }

    @Override
    public Cargo load(Parcel parcel) {
        Cargo cargo = behind.load(parcel);
        return () -> {
            Delivery delivery = cargo.deliver();
            return delivery instanceof Taken ? delivery : new Taken(parcel.header().next());
        };
    }

    @Override
    public long carried() {
        return behind.carried();
    }

    @Override
    public void close() {
        behind.close();
    }
}
