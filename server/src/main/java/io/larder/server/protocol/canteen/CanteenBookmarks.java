package io.larder.server.protocol.canteen;

import io.larder.server.protocol.Bookmark;
import io.larder.server.protocol.Bookmark.Rule;
import io.larder.server.protocol.Query;
import io.larder.server.protocol.Stamps;
import io.larder.server.protocol.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The bookmarks that an upload moves: a time for the three primary tables, a record number for
/// those and their backups. Sources: PROTOCOL.md 4.3; traps T-027, T-034.
record CanteenBookmarks(List<Bookmark> moves, List<String> notices) {
    /// The options under which a table's bookmarks go back to the terminal.
    private record Names(@Nullable String time, String number) {}

    private static final Map<String, Names> NAMES =
            Map.of(
                    "BUYLOG", new Names("PosLogStamp", "PosLogStampId"),
                    "FULLLOG", new Names("FullLogStamp", "FullLogStampId"),
                    "ALLOWLOG", new Names("AllowLogStamp", "AllowLogStampId"),
                    "BUYLOGBAK", new Names(null, "PosBakLogStampId"),
                    "FULLLOGBAK", new Names(null, "FullBakLogStampId"),
                    "ALLOWLOGBAK", new Names(null, "AllowBakLogStampId"));

    /// The `StampId` of an upload as a number, when it is one.
    static OptionalLong stampId(Query query) {
        return query.text("StampId", "").matches("\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(query.text("StampId", "")))
                : OptionalLong.empty();
    }

    /// The moves for `rows`, cut into columns, of `table`. A batch without rows moves nothing.
    static CanteenBookmarks of(Table table, Query query, List<List<String>> rows) {
        Names names = NAMES.get(table.name());
        if (names == null || rows.isEmpty()) {
            return new CanteenBookmarks(List.of(), List.of());
        }
        List<Bookmark> moves = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        if (names.time != null) {
            String name = names.time;
            Stamps.read(query, "Stamp")
                    .ifPresent(stamp -> moves.add(new Bookmark(name, stamp, Rule.TIME)));
        }
        number(table, query, rows, notices)
                .ifPresent(number -> moves.add(new Bookmark(names.number, number, Rule.NUMBER)));
        return new CanteenBookmarks(moves, notices);
    }

    /// The rows' largest number wins over a `StampId` that no row carries, so that a bookmark never
    /// passes what is kept. `StampId` wins when it is no number (it is echoed), or when a row hides
    /// its number.
    private static Optional<String> number(
            Table table, Query query, List<List<String>> rows, List<String> notices) {
        OptionalLong header = stampId(query);
        if (header.isEmpty()) {
            Optional<String> opaque = Stamps.read(query, "StampId");
            if (opaque.isPresent()) {
                return opaque;
            }
        }
        List<OptionalLong> numbers =
                rows.stream().map(row -> table.number(CanteenColumns.REC_NO, row)).toList();
        OptionalLong largest = numbers.stream().flatMapToLong(OptionalLong::stream).max();
        boolean hidden = numbers.contains(OptionalLong.empty());
        if (hidden && header.orElse(0) > largest.orElse(0)) {
            return Optional.of(String.valueOf(header.getAsLong()));
        }
        if (largest.isPresent() && header.orElse(0) > largest.getAsLong()) {
            notices.add(
                    table.name()
                            + " StampId is "
                            + header.getAsLong()
                            + ", expected the largest RecNo of its rows, "
                            + largest.getAsLong());
        }
        return largest.stream().mapToObj(String::valueOf).findFirst();
    }
}
