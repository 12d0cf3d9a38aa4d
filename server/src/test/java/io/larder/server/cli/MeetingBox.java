package io.larder.server.cli;

import io.larder.server.config.Settings;
import io.larder.server.exchange.meeting.ConnectedTerminals;
import io.larder.server.exchange.meeting.MeetingExchange;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// An assembled box that receives meeting terminals.
record MeetingBox(AssembledBox box, ConnectedTerminals connected, MeetingExchange exchange)
        implements AutoCloseable {
    /// With the key of [MeetingTerminal] for all, and more settings of meeting terminals.
    static MeetingBox in(Path data, String... settings) {
        return of(AssembledBox.in(data), settings);
    }

    static MeetingBox of(AssembledBox.Plan plan, String... settings) {
        List<String> usual =
                List.of(
                        "site.zone=+08:00",
                        "terminal.maxRequestsPerSecond=0",
                        "meeting.productId=" + MeetingTerminal.PRODUCT,
                        "meeting.deviceKey=123456");
        return bare(plan, Stream.concat(usual.stream(), Stream.of(settings)).toList());
    }

    /// With nothing set but `settings`.
    static MeetingBox bare(AssembledBox.Plan plan, List<String> settings) {
        AssembledBox box = plan.open();
        ConnectedTerminals connected = new ConnectedTerminals();
        MeetingExchange exchange =
                new MeetingExchange(
                        new MeetingExchange.Parts(
                                box.store,
                                box.intake,
                                box.terminals,
                                box.admission,
                                box.projector,
                                box.commands,
                                box.clock,
                                connected,
                                new Random(11),
                                Optional.empty()),
                        MeetingParts.settings(Settings.read(null, Map.of(), settings)));
        return new MeetingBox(box, connected, exchange);
    }

    MeetingTerminal connect(String serial) {
        return new MeetingTerminal(exchange, serial);
    }

    /// The facts that are known of a terminal.
    Map<String, String> facts(String serial) {
        box.ask(_ -> true);
        return box.terminals.find(new Serial(serial)).map(Terminal::facts).orElse(Map.of());
    }

    @Override
    public void close() {
        box.close();
    }
}
