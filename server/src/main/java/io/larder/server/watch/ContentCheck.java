package io.larder.server.watch;

import io.larder.server.json.Json;
import io.larder.server.json.RecordContent;
import io.larder.server.record.Kind;
import io.larder.storage.LedgerReader;
import io.larder.storage.LedgerRow;
import io.larder.storage.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks whether the pictures and templates that records name are there.
public final class ContentCheck {
    private static final int PAGE = 500;
    private static final int MOST_LISTED = 20;

    /// What was found: how many contents and bytes, what is wrong with their file, the records that
    /// lack one which must be there, and those that lack one which may have been dropped, or may
    /// never have come from another box.
    public record Report(
            long contents, long bytes, Optional<String> complaint, Some lost, Some dropped) {}

    /// How many records lack their content, and the first of them.
    public record Some(long count, List<Missing> first) {
        private static final Some NONE = new Some(0, List.of());

        private Some with(Missing one) {
            List<Missing> more = new ArrayList<>(first);
            if (more.size() < MOST_LISTED) {
                more.add(one);
            }
            return new Some(count + 1, more);
        }
    }

    /// A record without its content.
    public record Missing(String kind, Position record, String sha256) {}

    private final LedgerReader ledger;
    private final boolean opened;
    private Some lost = Some.NONE;
    private Some dropped = Some.NONE;

    /// `opened`: whoever looks has the key of what is sealed. Without it a content that is kept
    /// counts as there.
    public ContentCheck(LedgerReader ledger, boolean opened) {
        this.ledger = ledger;
        this.opened = opened;
    }

    /// Throws `LedgerException` when something cannot be read.
    public Report run() {
        Optional<String> complaint = ledger.contentComplaint();
        if (complaint.isPresent()) {
            return new Report(0, 0, complaint, lost, dropped);
        }
        for (Kind kind : RecordContent.KINDS) {
            look(kind);
        }
        LedgerReader.ContentSize size = ledger.contentSize();
        return new Report(size.count(), size.bytes(), complaint, lost, dropped);
    }

    private void look(Kind kind) {
        Position from = Position.START;
        List<LedgerRow> page = ledger.page(kind.word(), from, Long.MAX_VALUE, PAGE);
        while (!page.isEmpty()) {
            page.forEach(this::look);
            Position last = page.getLast().position();
            from = new Position(last.seq(), last.row() + 1);
            page = ledger.page(kind.word(), from, Long.MAX_VALUE, PAGE);
        }
    }

    private boolean isThere(String sha256) {
        return opened ? ledger.hasContent(sha256) : ledger.keepsContent(sha256);
    }

    private void look(LedgerRow row) {
        Map<String, Object> fields = Json.read(row.fields());
        Optional<Missing> missing =
                RecordContent.sha256(fields)
                        .filter(sha256 -> !isThere(sha256))
                        .map(sha256 -> new Missing(row.kind(), row.position(), sha256));
        if (missing.isEmpty()) {
            return;
        }
        if (!row.whole() && RecordContent.isLasting(fields)) {
            lost = lost.with(missing.get());
        } else {
            dropped = dropped.with(missing.get());
        }
    }
}
