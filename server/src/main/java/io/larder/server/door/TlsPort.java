package io.larder.server.door;

import io.helidon.common.tls.Tls;
import io.helidon.common.tls.TlsClientAuth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// TLS for a listener whose requests Helidon reads: bounds what Helidon 4.3.1 leaves open, the
/// number of connections, the time of a handshake and the life of a connection. Open until closed.
public final class TlsPort implements AutoCloseable {
    /// Nothing older: TLS 1.0 and 1.1 are broken (RFC 8996). Terminals that know no better have the
    /// port without.
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private final DoorContext.Guard guard;
    private final Tls tls;

    private TlsPort(DoorContext.Guard guard, Tls tls) {
        this.guard = guard;
        this.tls = tls;
    }

    /// `context` has key and certificate; a connection lasts for `whole` at most.
    public static TlsPort open(
            SSLContext context, DoorLimits limits, Duration whole, DoorClock clock) {
        return open(context, limits, whole, clock, TlsClientAuth.NONE);
    }

    /// The same for a listener that asks who calls; who shows no certificate gets in all the same,
    /// and `context` judges those that are shown.
    public static TlsPort asking(
            SSLContext context, DoorLimits limits, Duration whole, DoorClock clock) {
        return open(context, limits, whole, clock, TlsClientAuth.OPTIONAL);
    }

    private static TlsPort open(
            SSLContext context,
            DoorLimits limits,
            Duration whole,
            DoorClock clock,
            TlsClientAuth asked) {
        DoorLog log = new DoorLog(System.getLogger(TlsPort.class.getName()), clock.nanos());
        DoorContext.Guard guard = DoorContext.Guard.of(limits.crowd(), clock.nanos(), log);
        guard.watch().every(limits.times().tick());
        Visitors visitors = new Visitors(guard, limits.times(), Optional.of(whole));
        return new TlsPort(guard, tls(context, visitors, asked));
    }

    static Tls tls(SSLContext context, Visitors visitors) {
        return tls(context, visitors, TlsClientAuth.NONE);
    }

    private static Tls tls(SSLContext context, Visitors visitors, TlsClientAuth asked) {
        return Tls.builder()
                .sslContext(TlsEntrances.over(context, visitors))
                .enabledProtocols(VERSIONS)
                .clientAuth(asked)
                .build();
    }

    /// What the listener is to be given.
    public Tls tls() {
        return tls;
    }

    /// Ends the watch; the listener is closed before.
    @Override
    public void close() {
        guard.watch().close();
    }
}
