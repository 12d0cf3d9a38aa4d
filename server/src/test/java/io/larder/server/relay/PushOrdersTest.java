package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.record.Bytes;
import io.larder.server.relay.push.PushSettings;
import io.larder.server.relay.push.StrictPushServer;
import io.larder.server.relay.push.StrictPushServer.Deed;
import io.larder.storage.CommandRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands of a server of the terminals' own protocol reach the terminals, and their replies the
/// server, under its own numbers.
@Timeout(120)
class PushOrdersTest {
    private static final String CANTEEN = PushBox.CANTEEN;
    private static final String CLOCK = PushBox.CLOCK;
    private static final int PAUSE_MILLIS = 20;

    @TempDir Path folder;
    private StrictPushServer server;
    private PushBox box;

    @BeforeEach
    void open() throws IOException {
        server = new StrictPushServer().start();
        server.options("Delay=0\nErrorDelay=0\nTransFlag=1111111111\nEncrypt=0\n", PAUSE_MILLIS);
        box = new PushBox(folder, server.port()).withTerminals().delivering().ordering();
    }

    @AfterEach
    void close() {
        box.close();
        server.close();
        assertThat(server.violations()).isEmpty();
    }

    private List<String> handedOver(String serial) {
        box.whole.until(_ -> !open(serial).isEmpty());
        return box.whole.polled(serial);
    }

    private List<CommandRow> open(String serial) {
        return box.whole.rows().stream()
                .filter(row -> row.subject().equals(serial) && row.open())
                .toList();
    }

    /// What the terminal is told, without the box's number.
    private static List<String> texts(List<String> lines) {
        return lines.stream().map(line -> line.split(":", 3)[2]).toList();
    }

    @Test
    void aCommandReachesTheTerminalAndItsReplyTheServer() throws Exception {
        server.command(CANTEEN, "info8487", "UPDATE PRESSKEY KeyID=3\tPrice=850");
        List<String> lines = handedOver(CANTEEN);
        assertThat(texts(lines)).containsExactly("UPDATE PRESSKEY KeyID=3\tPrice=850");
        assertThat(server.replies(CANTEEN)).isEmpty();

        box.whole.replies(CANTEEN, lines, 0);
        server.until("the reply came", it -> !it.replies(CANTEEN).isEmpty());
        assertThat(server.replies(CANTEEN))
                .containsExactly("ID=info8487&Return=0&CMD=UPDATE PRESSKEY KeyID=3\tPrice=850");
    }

    @Test
    void aCommandIsTakenOnceHoweverOftenItIsGiven() throws Exception {
        server.command(CLOCK, "17", "DATA UPDATE USERINFO PIN=7\tName=Ann Lee\tPri=0");
        List<String> lines = handedOver(CLOCK);
        int polls = server.polls(CLOCK);
        server.until("it was given again", it -> it.polls(CLOCK) > polls + 3);

        assertThat(texts(lines)).hasSize(1).first().asString().contains("PIN=7\tName=Ann Lee");
        assertThat(box.whole.polled(CLOCK)).isEmpty();
        assertThat(open(CLOCK)).hasSize(1);
    }

    @Test
    void whatTheBoxHasNoWordsForIsAnsweredAsByATerminalWithoutIt() throws Exception {
        server.command(CANTEEN, "1", "BREW COFFEE Cups=2");
        server.until("it was answered", it -> !it.replies(CANTEEN).isEmpty());

        assertThat(server.replies(CANTEEN)).containsExactly("ID=1&Return=-1002&CMD=BREW");
        assertThat(open(CANTEEN)).isEmpty();
    }

    @Test
    void whatTheBoxDoesNotAllowIsAnsweredSo() throws Exception {
        server.command(CANTEEN, "2", "CLEAR DATA");
        server.command(CANTEEN, "3", "UPDATE PRESSKEY KeyID=three\tPrice=1");
        server.until("both were answered", it -> it.replies(CANTEEN).size() >= 2);

        assertThat(server.replies(CANTEEN))
                .containsExactlyInAnyOrder(
                        "ID=2&Return=-1002&CMD=CLEAR", "ID=3&Return=-1002&CMD=UPDATE");
    }

    @Test
    void whoTakesNoCommandsOverSaysSo() throws Exception {
        box.close();
        box =
                new PushBox(
                                folder,
                                server.port(),
                                PushBox.QUICK,
                                all ->
                                        new PushSettings(
                                                all.server(),
                                                all.serials(),
                                                all.without(),
                                                all.commKey(),
                                                false,
                                                true))
                        .delivering()
                        .ordering();
        server.command(CANTEEN, "4", "INFO");
        server.until("it was answered", it -> !it.replies(CANTEEN).isEmpty());

        assertThat(server.replies(CANTEEN)).containsExactly("ID=4&Return=-1002&CMD=INFO");
    }

    @Test
    void aReplyOutlivesARestartOfTheBoxAndAServerThatIsDown() throws Exception {
        server.command(CANTEEN, "21", "INFO");
        List<String> lines = handedOver(CANTEEN);
        server.stop();
        box = box.startedAgain(folder, server.port());
        box.whole.replies(CANTEEN, lines, 0);
        box.delivering().ordering();
        server.start();
        server.until("the reply came", it -> !it.replies(CANTEEN).isEmpty());

        assertThat(server.replies(CANTEEN)).containsExactly("ID=21&Return=0&CMD=INFO");
    }

    @Test
    void aReplyThatTheServerForgotIsGivenAgainWithoutTheTerminal() throws Exception {
        server.command(CANTEEN, "30", "INFO");
        box.whole.replies(CANTEEN, handedOver(CANTEEN), 0);
        server.until("the reply came", it -> !it.replies(CANTEEN).isEmpty());
        box.drained();
        box.close();
        server.command(CANTEEN, "30", "INFO");
        box = new PushBox(folder, server.port()).delivering().ordering();
        server.until("it came again", it -> it.replies(CANTEEN).size() == 2);

        assertThat(box.whole.polled(CANTEEN)).isEmpty();
    }

    @Test
    void aNumberThatTheServerUsesAgainIsAnotherCommand() throws Exception {
        server.command(CANTEEN, "1", "INFO");
        box.whole.replies(CANTEEN, handedOver(CANTEEN), 0);
        server.until("the reply came", it -> it.replies(CANTEEN).size() == 1);
        server.forgetCommands(CANTEEN);
        server.command(CANTEEN, "1", "INFO");
        List<String> second = handedOver(CANTEEN);
        assertThat(texts(second)).containsExactly("INFO");
        box.whole.replies(CANTEEN, second, -1);
        server.until("the second reply came", it -> it.replies(CANTEEN).size() == 2);

        server.command(CANTEEN, "1", "CHECK POSLOG");
        assertThat(texts(handedOver(CANTEEN))).containsExactly("CHECK POSLOG");
        assertThat(server.replies(CANTEEN))
                .containsExactly("ID=1&Return=0&CMD=INFO", "ID=1&Return=-1&CMD=INFO");
    }

    @Test
    void checkHasTheOptionsReadAgain() throws Exception {
        server.until("it initialised", it -> it.hellos(CANTEEN) == 1);
        server.command(CANTEEN, "5", "CHECK ALL");
        server.until("it initialised again", it -> it.hellos(CANTEEN) > 1);

        box.whole.replies(CANTEEN, handedOver(CANTEEN), 0);
        server.until("the reply came", it -> !it.replies(CANTEEN).isEmpty());
    }

    @Test
    void whatAQueryBringsComesBeforeItsReply() throws Exception {
        server.command(
                CLOCK,
                "60",
                "DATA QUERY ATTLOG StartTime=2026-03-01 00:00:00\tEndTime=2026-03-02 00:00:00");
        List<String> lines = handedOver(CLOCK);
        AtomicInteger uploads = new AtomicInteger();
        server.mood(request -> {
            if (request.isReply()) {
                uploads.compareAndSet(0, 1);
            } else if (request.isUpload() && request.body().startsWith("55")) {
                uploads.compareAndSet(0, 2);
            }
            return StrictPushServer.SERVE;
        });
        box.whole.upload(
                CLOCK,
                "/iclock/cdata?SN=A1&table=ATTLOG&Stamp=0",
                Bytes.utf8("55\t2026-03-01 09:00:00\t0\t1\n"));
        box.whole.upload(
                CLOCK,
                "/iclock/devicecmd?SN=A1",
                Bytes.utf8("ID=" + lines.getFirst().split(":", 3)[1] + "&Return=0&CMD=DATA\n"));
        server.until("the reply came", it -> !it.replies(CLOCK).isEmpty());

        assertThat(uploads).hasValue(2);
        assertThat(server.replies(CLOCK)).containsExactly("ID=60&Return=0&CMD=DATA");
    }

    @Test
    void aServerThatAnswersPollsWithAPageIsDown() throws Exception {
        server.mood(request ->
                request.isPoll()
                        ? new Deed.Say(200, "text/html", "<html>C:1:REBOOT</html>")
                        : StrictPushServer.SERVE);
        box.whole.untilLine(state -> !state.connected() && state.lastError().isPresent());
        server.mood(_ -> StrictPushServer.SERVE);
        box.whole.untilLine(OrderLineState::connected);

        assertThat(open(CANTEEN)).isEmpty();
    }
}
