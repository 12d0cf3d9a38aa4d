package io.larder.server.exchange;

import io.larder.server.command.Commands;
import io.larder.server.projector.Projector;
import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Request;
import io.larder.server.protocol.Version;
import io.larder.server.protocol.attendance.AttendanceOptions;
import io.larder.server.protocol.attendance.Capabilities;
import io.larder.server.protocol.canteen.CanteenOptions;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.terminal.Adjustments;
import io.larder.server.terminal.BoxClock;
import io.larder.server.terminal.Facts;
import io.larder.server.terminal.Terminal;
import io.larder.server.terminal.Terminals;
import io.larder.storage.EntryKind;
import io.larder.storage.Receipt;
import io.larder.storage.Refused;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers initialisations: options and the bookmarks of everything the terminal has had an `OK`
/// for, so that it sends nothing twice.
final class Greeting {
    /// Longest wait for the ledger to reach the terminal's last upload.
    private static final long BOOKMARK_MILLIS = 5_000;

    private final Gate gate;
    private final Terminals terminals;
    private final Projector projector;
    private final Commands commands;
    private final BoxClock clock;
    private final SiteSettings site;
    private final KeyDesk keys;

    Greeting(
            Gate gate,
            Terminals terminals,
            Projector projector,
            Commands commands,
            BoxClock clock,
            SiteSettings site,
            KeyDesk keys) {
        this.gate = gate;
        this.terminals = terminals;
        this.projector = projector;
        this.commands = commands;
        this.clock = clock;
        this.site = site;
        this.keys = keys;
    }

    Answer answer(Request.Hello hello) {
        Map<String, String> said = Introductions.facts(hello);
        return switch (gate.pass(hello.serial(), hello.family(), said)) {
            case Gate.Passage.Known(Terminal terminal) -> greet(hello, terminal, said);
            case Gate.Passage.Undecided _ -> Exchange.stillReading();
            case Gate.Passage.TurnedAway(String why) -> Exchange.unknown(hello.serial(), why);
            case Gate.Passage.NotNow(Refused refused) -> Exchange.refuse(refused);
        };
    }

    private Answer greet(Request.Hello hello, Terminal terminal, Map<String, String> said) {
        Serial serial = hello.serial();
        long seq = 0;
        if (!terminal.facts().entrySet().containsAll(said.entrySet())) {
            switch (gate.append(EntryKind.HELLO, serial, said)) {
                case Receipt receipt -> seq = receipt.seq();
                case Refused refused -> {
                    return Exchange.refuse(refused);
                }
            }
        }
        terminals.heard(serial, clock.now(), hello.wire().peer(), seq);
        if (!projector.isCaughtUp() || !bookmarksAreCurrent(serial)) {
            return Exchange.stillReading();
        }
        Terminal current = terminals.find(serial).orElse(terminal);
        commands.initialised(current);
        return new Answer.Text(options(hello, current));
    }

    private boolean bookmarksAreCurrent(Serial serial) {
        long last = terminals.heard(serial).map(Terminals.Heard::lastSeq).orElse(0L);
        return projector.awaitReached(last, BOOKMARK_MILLIS);
    }

    private Bytes options(Request.Hello hello, Terminal terminal) {
        @Nullable Version pushver =
                hello.wire().query().text("pushver").flatMap(Version::read).orElse(null);
        Instant now = clock.now();
        ZoneOffset offset = site.offset(now);
        Map<String, String> set = Facts.set(terminal.facts());
        return switch (hello.family()) {
            case CANTEEN ->
                    CanteenOptions.write(
                            hello.serial(),
                            site.canteen()
                                    .in(offset)
                                    .speaking(version(terminal, site.canteen().pushProtVer()))
                                    .machine(machine(set, site.canteen().machineType())),
                            pushver,
                            terminal::bookmark);
            case ATTENDANCE, MEETING ->
                    AttendanceOptions.write(
                            hello.serial(),
                            site.attendance()
                                    .in(offset)
                                    .speaking(version(terminal, site.attendance().pushProtVer())),
                            pushver,
                            terminal::bookmark,
                            new Capabilities(
                                    Facts.said(terminal.facts()), Facts.info(terminal.facts())));
        };
    }

    /// The version with encryption if keys are exchanged with this terminal, else what a person set
    /// for it, else what the configuration has.
    private @Nullable Version version(Terminal terminal, @Nullable Version usual) {
        if (keys.serves(terminal)) {
            return Version.ENCRYPTED;
        }
        String text = Facts.set(terminal.facts()).getOrDefault(Adjustments.PUSH_PROT_VER, "");
        return switch (text) {
            case "" -> usual;
            case "none" -> null;
            default -> Version.read(text).orElse(usual);
        };
    }

    private static int machine(Map<String, String> set, int usual) {
        String text = set.getOrDefault(Adjustments.MACHINE_TYPE, "");
        return text.isEmpty() ? usual : Integer.parseInt(text);
    }
}
