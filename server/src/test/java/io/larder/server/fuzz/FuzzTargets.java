package io.larder.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.cli.BoxTarget;
import io.larder.server.cli.MeetingTarget;
import io.larder.server.cli.OrdersTarget;
import io.larder.server.door.DoorTarget;
import io.larder.server.door.HeadsTarget;
import io.larder.server.door.TalkTarget;
import io.larder.server.exchange.RowsTarget;
import io.larder.server.protocol.meeting.BestTarget;
import io.larder.server.record.Bytes;
import io.larder.server.relay.kafka.CursorsTarget;
import io.larder.server.relay.larder.AnswersTarget;
import io.larder.server.relay.larder.QuestionsTarget;
import io.larder.server.relay.mqtt.MessagesTarget;
import io.larder.server.relay.push.PushAnswersTarget;
import io.larder.server.site.SiteCsv;
import io.larder.storage.FuzzedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// All that reads what others say, by name. A reader that is new gets a line here, and a folder of
/// seeds.
enum FuzzTargets {
    HEADS(800, Seeds.REQUESTS, always(HeadsTarget::hold)),
    DOOR(150, Seeds.REQUESTS, _ -> new DoorTarget()),
    TALK(150, Seeds.NONE, _ -> new TalkTarget()),
    ROWS(500, Seeds.REQUESTS, always(RowsTarget::hold)),
    REPLIES(
            500,
            List.of("/fixtures/snippets"),
            always(input -> RowsTarget.replies(Bytes.wrap(input), ""))),
    BEST(500, Seeds.MESSAGES, always(BestTarget::hold)),
    BOX(150, Seeds.REQUESTS, folder -> new Renewed<>(folder, 400, BoxTarget::new)),
    MEETING(150, Seeds.MESSAGES, folder -> new Renewed<>(folder, 400, MeetingTarget::new)),
    ORDERS(60, Seeds.NONE, folder -> new Renewed<>(folder, 200, OrdersTarget::new)),
    BATCH(150, Seeds.NONE, folder -> new Renewed<>(folder, 400, BatchTarget::new)),
    QUESTIONS(800, Seeds.NONE, always(QuestionsTarget::hold)),
    ANSWERS(800, Seeds.NONE, always(AnswersTarget::hold)),
    PUSH(500, Seeds.NONE, always(PushAnswersTarget::hold)),
    MQTT(500, Seeds.ORDERS, always(MessagesTarget::hold)),
    KAFKA(500, Seeds.NONE, always(CursorsTarget::hold)),
    SEGMENT(100, Seeds.NONE, always(FuzzedFiles::segment)),
    CURSOR(200, Seeds.NONE, always(FuzzedFiles::cursor)),
    STATEMENTS(200, Seeds.NONE, always(FuzzedFiles::statements)),
    ENTRIES(200, Seeds.NONE, folder -> new Renewed<>(folder, 400, EntriesTarget::new)),
    SEALED(300, Seeds.NONE, _ -> new SealedTarget()),
    CSV(500, Seeds.NONE, always(FuzzTargets::csv));

    /// What several of them begin with.
    private static final class Seeds {
        static final List<String> NONE = List.of();
        static final List<String> REQUESTS =
                List.of(
                        "/fuzz/requests",
                        "/fixtures/doc",
                        "/fixtures/wire",
                        "/fixtures/snippets",
                        "/door",
                        Corpus.EXAMPLES);
        static final List<String> MESSAGES = List.of("/fuzz/messages", "/best");
        static final List<String> ORDERS = List.of("/fuzz/orders");
    }

    /// Makes one that needs an empty folder.
    private interface Opener {
        FuzzTarget open(Path folder) throws IOException;
    }

    private final int drawn;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> shared;

    @SuppressWarnings("ImmutableEnumChecker") // functions that hold nothing
    private final Opener opener;

    FuzzTargets(int drawn, List<String> shared, Opener opener) {
        this.drawn = drawn;
        this.shared = shared;
        this.opener = opener;
    }

    /// How many inputs the ordinary build draws: what takes a moment.
    int drawn() {
        return drawn;
    }

    /// As on a command line.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    FuzzTarget open(Path folder) throws IOException {
        return opener.open(folder.resolve(word()));
    }

    /// What it begins with: each seed by its name.
    List<Corpus.Seed> seeds() {
        return Corpus.of(word(), shared);
    }

    /// One that keeps nothing.
    private static Opener always(FuzzTarget target) {
        return _ -> target;
    }

    private static void csv(byte[] input) {
        switch (SiteCsv.read(Bytes.wrap(input), Optional.empty())) {
            case SiteCsv.Import.Read read -> assertThat(read.statements()).isNotNull();
            case SiteCsv.Import.Wrong wrong -> assertThat(wrong.toString()).isNotEmpty();
        }
    }
}
