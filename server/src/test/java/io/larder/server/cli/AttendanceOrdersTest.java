package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.command.CommandLimits;
import io.larder.server.command.Commands;
import io.larder.server.command.Issued;
import io.larder.server.command.Wanted;
import io.larder.server.conformance.Conforms;
import io.larder.server.protocol.Order;
import io.larder.server.record.Bytes;
import io.larder.server.record.Serial;
import io.larder.server.watch.CommandSurvey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Orders about people for attendance terminals of several generations.
class AttendanceOrdersTest {
    private static final String OLD = "0000000000001";
    private static final String NEW = "0000000000002";
    private static final String SILENT = "0000000000003";
    private static final String DIGEST = "ab".repeat(32);

    @TempDir private Path data;
    private final Map<String, Bytes> stored = new HashMap<>();
    private AssembledBox box;

    @BeforeEach
    void open() {
        box = AssembledBox.in(data).segments(64).open();
        box.commands.findContents(digest -> Optional.ofNullable(stored.get(digest)));
        hello(OLD, "");
        hello(NEW, "&pushver=2.4.1&language=83");
        box.get("/iclock/getrequest?SN=" + SILENT);
        box.post(
                "/iclock/cdata?SN=" + SILENT + "&table=ATTLOG&Stamp=1", "7\t2026-03-01 08:00:00\n");
        box.ask(_ -> true);
    }

    @AfterEach
    void close() {
        box.close();
    }

    private void hello(String serial, String more) {
        assertThat(box.get("/iclock/cdata?SN=" + serial + "&options=all" + more))
                .startsWith("GET OPTION FROM: " + serial);
        box.ask(_ -> true);
    }

    private Issued order(String serial, String words) {
        return box.commands.order(
                new Serial(serial),
                List.of(words.split(" ", -1)),
                Commands.USUAL_TTL,
                "tester",
                true);
    }

    private long id(String serial, String words) {
        Issued issued = order(serial, words);
        assertThat(issued).isInstanceOf(Issued.Mine.class);
        return ((Issued.Mine) issued).ids().getFirst();
    }

    private String poll(String serial) {
        return box.get("/iclock/getrequest?SN=" + serial);
    }

    private void reply(String serial, long id, int code) {
        assertThat(
                        box.post(
                                "/iclock/devicecmd?SN=" + serial,
                                "ID=" + id + "&Return=" + code + "&CMD=DATA\n"))
                .isEqualTo("OK");
    }

    private Map<String, Object> command(long id) {
        return box.ask(ledger -> new CommandSurvey(ledger).find(id).orElseThrow());
    }

    @Test
    @Conforms({"CMD-051", "CMD-052"})
    void theGenerationOfATerminalDecidesInWhichWordsItIsTold() {
        long old = id(OLD, "DATA UPDATE USERINFO PIN=7 Name=Ann");
        long newer = id(NEW, "DATA USER PIN=7 Name=Ann");

        assertThat(poll(OLD)).isEqualTo("C:" + old + ":DATA USER PIN=7\tName=Ann\n");
        assertThat(poll(NEW)).isEqualTo("C:" + newer + ":DATA UPDATE USERINFO PIN=7\tName=Ann\n");
        reply(OLD, old, 0);
        reply(NEW, newer, -10);
        assertThat(command(old)).containsEntry("state", "settled");
        assertThat(command(newer))
                .containsEntry("state", "failed")
                .containsEntry("meaning", "the terminal knows no such person");
    }

    @Test
    void anOrderOfHeadquartersInOldWordsMeansTheNewOne() {
        Order order = new Order("data user", "", Map.of("PIN", "7"));
        box.commands.issue(new Serial(NEW), List.of(Wanted.of(order)), "headquarters", true);

        assertThat(poll(NEW)).endsWith(":DATA UPDATE USERINFO PIN=7\n");
    }

    @Test
    void whatTheGenerationHasNoWordsForIsDeclined() {
        assertThat(order(OLD, "DATA UPDATE FACE PIN=7 FID=0 TMP=AAAA"))
                .isEqualTo(
                        new Issued.Declined(
                                Issued.Reason.WRONG,
                                "terminal "
                                        + OLD
                                        + " is of a generation that has no DATA UPDATE FACE"));
        assertThat(order(NEW, "DATA UPDATE FACE PIN=7 FID=0 TMP=AAAA"))
                .isInstanceOf(Issued.Mine.class);
    }

    @Test
    void anOrderWaitsUntilTheGenerationIsKnownAndFailsThenIfItHasNoWords() {
        long face = id(SILENT, "DATA UPDATE FACE PIN=7 FID=0 TMP=AAAA");
        long person = id(SILENT, "DATA UPDATE USERINFO PIN=7");
        assertThat(poll(SILENT)).isEqualTo("OK");

        hello(SILENT, "");

        assertThat(poll(SILENT)).isEqualTo("C:" + person + ":DATA USER PIN=7\n");
        assertThat(command(face))
                .containsEntry("state", "failed")
                .containsEntry(
                        "meaning",
                        "terminal " + SILENT + " is of a generation that has no DATA UPDATE FACE");
    }

    @Test
    @Conforms("ATT-068")
    void aNameGoesOutInTheLanguageOfTheTerminal() {
        long id = id(NEW, "DATA UPDATE USERINFO PIN=7 Name=张");

        assertThat(poll(NEW).getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(
                        Bytes.joined(
                                        List.of(
                                                Bytes.latin1(
                                                        "C:"
                                                                + id
                                                                + ":DATA UPDATE USERINFO PIN=7\tName="),
                                                Bytes.latin1("\u00d5\u00c5\n")))
                                .toArray());
    }

    @Test
    void aReferenceIsWrittenAsWhatIsStoredAndCountsAsLongAsThat() {
        String template = "T".repeat(CommandLimits.ANSWER_BYTES / 2);
        stored.put(DIGEST, Bytes.latin1(template));
        long first = id(NEW, "DATA UPDATE FINGERTMP PIN=7 FID=0 TMP=@" + DIGEST);
        long second = id(NEW, "DATA UPDATE FINGERTMP PIN=7 FID=1 TMP=@" + DIGEST);

        assertThat(poll(NEW))
                .isEqualTo(
                        "C:"
                                + first
                                + ":DATA UPDATE FINGERTMP PIN=7\tFID=0\tSize="
                                + template.length()
                                + "\tValid=1\tTMP="
                                + template
                                + "\n");
        assertThat(String.valueOf(command(first).get("text"))).contains("TMP=@" + DIGEST);
        assertThat(poll(NEW)).startsWith("C:" + second + ":").endsWith(template + "\n");
    }

    @Test
    void aReferenceToWhatIsGoneOrDoesNotFitEndsTheCommand() {
        stored.put("cd".repeat(32), Bytes.latin1("TQ9\nC:1:REBOOT"));
        long gone = id(NEW, "DATA UPDATE FINGERTMP PIN=7 FID=0 TMP=@" + DIGEST);
        long wrong = id(NEW, "DATA UPDATE FINGERTMP PIN=7 FID=1 TMP=@" + "cd".repeat(32));

        assertThat(poll(NEW)).isEqualTo("OK");
        assertThat(command(gone))
                .containsEntry("state", "failed")
                .containsEntry("meaning", "the template or picture that it refers to is gone");
        assertThat(command(wrong))
                .containsEntry("state", "failed")
                .containsEntry(
                        "meaning",
                        "what it refers to does not fit: DATA UPDATE FINGERTMP: TMP holds a control"
                                + " character, expected one line of text without TAB");
    }

    @Test
    void theCommandsOfAFamilyAreListedWithTheirFields() {
        io.larder.server.cli.Commands.Ended listed =
                io.larder.server.cli.Commands.run("command", "--list", "attendance");

        assertThat(listed.code()).isZero();
        assertThat(listed.out())
                .contains(
                        """
                        DATA DELETE USERINFO PIN=<PIN>
                            removes a person with all templates (terminals that name a version, \
                        written DATA DEL_USER for others)
                        """)
                .contains(
                        """
                        DATA DELETE FACE PIN=<PIN>
                            removes the face of a person (terminals that name a version)
                        """)
                .contains("ACCOUNT Start=<yyyy-MM-dd[THH:MM:SS]>")
                .contains("Count=<n|resend>");
    }

    @Test
    void whoRemovesAPersonTakesBackWhatWasStillToBeToldOfIt() {
        long person = id(NEW, "DATA UPDATE USERINFO PIN=7");
        long finger = id(NEW, "DATA UPDATE FINGERTMP PIN=7 FID=0 TMP=AAAA");
        long other = id(NEW, "DATA UPDATE FINGERTMP PIN=77 FID=0 TMP=AAAA");
        long removed = id(NEW, "DATA DELETE USERINFO PIN=7");

        assertThat(poll(NEW))
                .isEqualTo(
                        "C:"
                                + other
                                + ":DATA UPDATE FINGERTMP PIN=77\tFID=0\tSize=4\tValid=1\tTMP=AAAA\n"
                                + "C:"
                                + removed
                                + ":DATA DELETE USERINFO PIN=7\n");
        assertThat(List.of(command(person), command(finger)))
                .allSatisfy(each ->
                        assertThat(each)
                                .containsEntry("state", "cancelled")
                                .containsEntry("meaning", "superseded by " + removed));
    }

    @Test
    void aRemovalThatNobodyAnsweredIsNotRepeatedBehindThePersonThatCameBack() {
        long removed = id(NEW, "DATA DELETE USERINFO PIN=7");
        poll(NEW);
        long person = id(NEW, "DATA UPDATE USERINFO PIN=7");
        poll(NEW);
        reply(NEW, person, 0);
        box.elapse(60);

        assertThat(poll(NEW)).isEqualTo("OK");
        assertThat(command(removed)).containsEntry("state", "cancelled");
    }

    @Test
    void aRemovalOfAPersonIsNotOverwrittenByTheRemovalOfAFinger() {
        long person = id(NEW, "DATA DELETE USERINFO PIN=7");
        long finger = id(NEW, "DATA DELETE FINGERTMP PIN=7 FID=0");

        assertThat(poll(NEW))
                .isEqualTo(
                        "C:"
                                + person
                                + ":DATA DELETE USERINFO PIN=7\nC:"
                                + finger
                                + ":DATA DELETE FINGERTMP PIN=7\tFID=0\n");
    }
}
