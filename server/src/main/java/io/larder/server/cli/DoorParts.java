package io.larder.server.cli;

import io.larder.crypto.Tls;
import io.larder.crypto.TlsKey;
import io.larder.crypto.Trust;
import io.larder.server.door.DoorClock;
import io.larder.server.door.DoorCounts;
import io.larder.server.door.DoorSettings;
import io.larder.server.door.Talks;
import io.larder.server.door.TerminalDoor;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Wire;
import io.larder.server.terminal.BoxClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;

/// The door for terminals, and who knocks at each of its ports to see that it is answered.
final class DoorParts implements AutoCloseable {
    private final TerminalDoor door;
    private final List<DoorProbe> probes = new ArrayList<>();
    private final List<String> listens = new ArrayList<>();

    private DoorParts(TerminalDoor door) {
        this.door = door;
    }

    /// Opens it; `shown` is for its port with TLS, if it has one.
    static DoorParts open(
            DoorSettings settings,
            TlsKey shown,
            Optional<Talks> talks,
            Function<Wire.Request, Answer> handler,
            BoxClock clock,
            Vitals vitals) {
        Function<Wire.Request, Answer> counted = vitals.counted(handler);
        DoorParts opened =
                new DoorParts(
                        TerminalDoor.open(
                                settings,
                                request ->
                                        request.path().equals(DoorProbe.PATH)
                                                ? new Answer.Idle()
                                                : counted.apply(request),
                                talks,
                                new DoorClock(clock::told, System::nanoTime)));
        opened.knock(settings, shown, vitals);
        return opened;
    }

    private void knock(DoorSettings settings, TlsKey shown, Vitals vitals) {
        boolean plain = settings.port() != DoorSettings.NO_PORT;
        boolean covered = settings.tls().isPresent();
        // Counted for both ports together, which does not show what one of them does.
        LongSupplier others = plain && covered ? () -> 0 : () -> counts().heard();
        String host = settings.host();
        if (plain) {
            listens.add("terminal=" + host + ":" + door.port());
            probes.add(vitals.knock("door", at(host, door.port(), Optional.empty()), others));
        }
        if (covered) {
            listens.add("terminalTls=" + host + ":" + door.tlsPort());
            Optional<SSLContext> trusting = Optional.of(trusting(shown));
            probes.add(vitals.knock("door with TLS", at(host, door.tlsPort(), trusting), others));
        }
    }

    private static DoorProbe.Address at(String host, int port, Optional<SSLContext> tls) {
        return new DoorProbe.Address(host, port, DoorProbe.PATH, tls);
    }

    /// For a knock at what shows `shown`.
    static SSLContext trusting(TlsKey shown) {
        return Tls.client(Optional.empty(), Trust.fingerprint(shown.fingerprint()));
    }

    /// Where it listens, as the ready line has it.
    List<String> listens() {
        return listens;
    }

    DoorCounts counts() {
        return door.counts();
    }

    @Override
    public void close() throws IOException {
        for (DoorProbe probe : probes) {
            probe.close();
        }
        door.close();
    }
}
