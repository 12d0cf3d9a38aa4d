package io.larder.server.exchange;

import io.larder.server.protocol.Answer;
import io.larder.server.protocol.Content;
import io.larder.server.protocol.Range;
import io.larder.server.protocol.Request;
import java.util.Optional;
import java.util.function.Predicate;

/// Answers downloads. Only what some terminal has been told to fetch is there for anybody; all
/// refusals are the same, so that nobody learns from them what is on the shelf. Source: PROTOCOL.md
/// 3.6, trap T-089.
public final class FileService {
    private static final Answer NOT_THERE = new Answer.Refused(404, "no such file", 0);

    private final Shelf shelf;
    private final Predicate<String> offered;

    /// `offered` is true for the path of a file below `/iclock/file/`, such as `fw/X938/main.tgz`,
    /// that an open command tells a terminal to fetch.
    public FileService(Shelf shelf, Predicate<String> offered) {
        this.shelf = shelf;
        this.offered = offered;
    }

    Answer answer(Request.Fetch fetch) {
        Optional<Content> opened =
                ShelfPath.read(fetch.path())
                        .filter(_ -> offered.test(fetch.path()))
                        .flatMap(shelf::open);
        return opened.map(content -> part(content, fetch.range())).orElse(NOT_THERE);
    }

    private static Answer part(Content content, Range range) {
        long size = content.size();
        return switch (range) {
            case Range.Whole() -> new Answer.File(content, 0, size, false);
            case Range.Between(long first, long last) ->
                    part(content, first, Math.min(last, size - 1));
            case Range.Last(long count) -> part(content, Math.max(0, size - count), size - 1);
        };
    }

    private static Answer part(Content content, long first, long last) {
        long size = content.size();
        if (first > last) {
            content.close();
            return new Answer.OutOfRange(size);
        }
        return new Answer.File(content, first, last - first + 1, true);
    }
}
