package io.larder.server.watch;

import io.larder.server.command.Command;
import io.larder.server.command.CommandList;
import io.larder.server.command.Languages;
import io.larder.server.command.Secrets;
import io.larder.server.protocol.CommandReply;
import io.larder.server.record.Bytes;
import io.larder.server.record.Family;
import io.larder.server.terminal.Facts;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Commands as names and values for text and JSON, without their secrets: who ordered what, when,
/// and what became of it.
public final class CommandSurvey {
    /// The most that one page shows.
    public static final int MOST = 1_000;

    private final LedgerReader ledger;

    public CommandSurvey(LedgerReader ledger) {
        this.ledger = ledger;
    }

    /// A page, newest first; see [CommandList#page].
    public List<Map<String, Object>> page(
            String terminal, boolean endedToo, long before, int limit) {
        return CommandList.page(
                        ledger.commands(), terminal, endedToo, before, Math.min(limit, MOST))
                .stream()
                .map(this::command)
                .toList();
    }

    /// One command.
    public Optional<Map<String, Object>> find(long id) {
        return CommandList.find(ledger.commands(), id).map(this::command);
    }

    /// The file or text that the reply to a command brought.
    public Optional<Bytes> content(long id) {
        Optional<Command> command = CommandList.find(ledger.commands(), id);
        if (command.isEmpty()) {
            return Optional.empty();
        }
        String key = Long.toString(command.get().id());
        List<LedgerRow> results = ledger.records(command.get().terminal(), "COMMAND", key);
        return results.reversed().stream()
                // Another box may have used the same number for something else.
                .filter(row -> !row.whole())
                .flatMap(row -> row.raw().stream())
                .flatMap(raw -> CommandReply.read(Bytes.wrap(raw)).replies().stream())
                .flatMap(reply -> reply.content().stream())
                .findFirst();
    }

    private Map<String, Object> command(Command command) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("id", Long.toString(command.id()));
        out.put("terminal", command.terminal());
        out.put("state", command.state().word());
        out.put("text", text(command));
        out.put("orderedBy", command.by());
        out.put("issuedAt", time(command.issued().wallMillis()));
        out.put("ttlSeconds", command.wanted().ttl().toSeconds());
        if (!command.wanted().reference().isEmpty()) {
            out.put("reference", command.wanted().reference());
        }
        command.wanted().item().ifPresent(item -> out.put("item", item.kind() + "/" + item.key()));
        Command.Delivery delivery = command.delivery();
        out.put("attempts", (long) delivery.attempts());
        out.put(
                "handedOverAt",
                delivery.last().map(stamp -> time(stamp.wallMillis())).orElse(null));
        if (!delivery.dialect().isEmpty()) {
            out.put("dialect", delivery.dialect());
        }
        if (delivery.supersededBy() != 0) {
            out.put("supersededBy", Long.toString(delivery.supersededBy()));
        }
        Command.Outcome outcome = command.outcome();
        out.put("returned", outcome.returned().isEmpty() ? null : outcome.returned());
        out.put("meaning", outcome.words().isEmpty() ? null : outcome.words());
        out.put("endedAt", outcome.endedMillis() == 0 ? null : time(outcome.endedMillis()));
        return out;
    }

    private String text(Command command) {
        String family = ledger.facts().of(command.terminal()).get(Facts.FAMILY);
        Set<String> secrets =
                Optional.ofNullable(family)
                        .map(Family::of)
                        .flatMap(known -> Languages.of(known, command.wanted().order()))
                        .map(language -> language.traits(command.wanted().order()).secrets())
                        .orElse(Set.of());
        return Secrets.shown(command.wanted().order(), secrets);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
