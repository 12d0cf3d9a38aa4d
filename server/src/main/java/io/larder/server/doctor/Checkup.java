package io.larder.server.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What was seen of a box. What could not be seen is empty, and nothing is said of it.
///
/// @param data the data folder
/// @param now when it was looked at
/// @param start why it does not run or cannot be looked at
/// @param live what the running box says of itself
/// @param store what journal and ledger say
/// @param since when there is this box
/// @param backup when the last backup was made; `check` likewise
public record Checkup(
        String data,
        Instant now,
        Start start,
        Medium medium,
        Memory memory,
        Optional<Live> live,
        Optional<Store> store,
        Optional<Instant> since,
        Optional<Last> backup,
        Optional<Last> check) {

    /// Whether a process runs the box, and all that keeps one from it.
    ///
    /// - `rights`, `unreadable`: why folder or journal cannot be read.
    /// - `config`, `key`, `port`: what a start would stumble over.
    /// - `silent`: why the running box says nothing of itself; `deaf` when it was to.
    public record Start(
            boolean running,
            boolean missing,
            Optional<String> rights,
            Optional<String> unreadable,
            Optional<String> config,
            Optional<String> key,
            Optional<String> port,
            Optional<String> silent,
            boolean deaf) {}

    /// The file system that the folder lies on.
    ///
    /// - `failure`: why nothing could be written or flushed.
    /// - `flushMillis`: how long a small write and its flush took.
    /// - `wornPercent`, `endOfLife`: what the card says of itself.
    /// - `writtenBytes`: in all its life, as far as the file system counted.
    public record Medium(
            boolean readOnly,
            Optional<String> failure,
            long usable,
            long total,
            OptionalLong freeInodes,
            OptionalLong inodes,
            OptionalLong flushMillis,
            OptionalInt wornPercent,
            boolean endOfLife,
            OptionalLong writtenBytes) {}

    /// Bytes of memory of the machine.
    public record Memory(long available, long total) {}

    /// What only the running box knows.
    ///
    /// - `ringUsed`: share of the journal that is full, 0 to 1; `ringLasts`: until it is, when
    ///   nothing is taken upstream and records come as they do.
    /// - `clockWhy`: why its clock is not trusted, if so.
    /// - `turnedAway`: serial numbers that want in.
    public record Live(
            Optional<String> journalFailure,
            Optional<String> ledgerTrouble,
            double ringUsed,
            Optional<Duration> ringLasts,
            Optional<String> clockWhy,
            List<Line> lines,
            List<Terminal> terminals,
            List<String> turnedAway) {}

    /// The way to one upstream.
    ///
    /// - `since`: of when `state` is; `why`: what the last attempt met, or who holds it.
    /// - `oldest`: when the oldest record came that is not there yet.
    public record Line(
            String name,
            State state,
            Instant since,
            String why,
            long backlog,
            Optional<Instant> oldest,
            List<String> alarms) {
        /// How it is.
        public enum State {
            UP,
            DOWN,
            HELD,
            /// It left the configuration with something to send.
            LEFT
        }
    }

    /// A terminal that was let in: when it was last heard, and by how much its clock is ahead.
    public record Terminal(String serial, Optional<Instant> heard, Optional<Duration> ahead) {}

    /// What journal and ledger say.
    ///
    /// - `behind`: entries that the ledger does not have yet.
    /// - `damages`: places of the journal that cannot be read.
    /// - `gaps`: stretches of entries that were found lost; `firstGap` the first of them.
    /// - `missing`: record numbers that never came.
    /// - `odd`: lines in quarantine; `oddFrom` whose.
    /// - `refused`: records that an upstream refused for good.
    public record Store(
            long behind,
            List<String> damages,
            long gaps,
            String firstGap,
            List<Missing> missing,
            long odd,
            List<String> oddFrom,
            List<Count> refused) {
        /// Of a journal whose ledger cannot be asked.
        public static Store of(List<String> damages) {
            return new Store(0, damages, 0, "", List.of(), 0, List.of(), List.of());
        }
    }

    /// Numbers of a terminal's table.
    public record Missing(String serial, String table, long count, String numbers) {}

    /// How many there are of somebody.
    public record Count(String of, long count) {}

    /// Something that is done from time to time.
    public record Last(Instant at, boolean well, String words) {}
}
