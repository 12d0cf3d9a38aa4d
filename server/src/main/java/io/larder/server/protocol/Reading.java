package io.larder.server.protocol;

import io.larder.server.record.Family;
import java.util.List;
import java.util.Map;

/// All that one upload means to its protocol family. `table` is the wire table in capitals, `rows`
/// one element per non-empty line in order, `bookmarks` the moves to make once the rows are in,
/// `learned` dialect facts to remember for the terminal (name to value), `notices` oddities that a
/// person should see though nothing was lost, `replies` what it answers to commands, `said` what it
/// tells of itself (name in small letters to value).
public record Reading(
        Family family,
        String table,
        List<Row> rows,
        List<Bookmark> bookmarks,
        Map<String, String> learned,
        List<String> notices,
        List<CommandReply> replies,
        Map<String, String> said) {
    /// An upload that answers no commands.
    public Reading(
            Family family,
            String table,
            List<Row> rows,
            List<Bookmark> bookmarks,
            Map<String, String> learned,
            List<String> notices) {
        this(family, table, rows, bookmarks, learned, notices, List.of(), Map.of());
    }

    /// Keeps unchangeable copies.
    public Reading {
        rows = List.copyOf(rows);
        bookmarks = List.copyOf(bookmarks);
        learned = Map.copyOf(learned);
        notices = List.copyOf(notices);
        replies = List.copyOf(replies);
        said = Map.copyOf(said);
    }
}
