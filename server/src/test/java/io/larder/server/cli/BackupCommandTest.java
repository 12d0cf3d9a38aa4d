package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.larder.server.record.Kind;
import io.larder.storage.JournalCheck;
import io.larder.storage.disk.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackupCommandTest {
    private static final String SN = "0316144680030";
    private static final String CDATA = "/iclock/cdata?SN=" + SN + "&table=";
    private static final String FINGER = "RklOR0VSdGVtcGxhdGVvZkFubjEyMzQ1Njc4OTA=";
    private static final String PERSON =
            "USER PIN=5\tName=Ann\tPri=0\tPasswd=pw918273645\tCard=\tGrp=1\n"
                    + "FP PIN=5\tFID=6\tSize=40\tValid=1\tTMP="
                    + FINGER
                    + "\n";

    @TempDir private Path folder;
    private Path data;
    private Path stick;
    private Path restored;

    @BeforeEach
    void foldersOfABox() {
        data = folder.resolve("box");
        stick = folder.resolve("stick");
        restored = folder.resolve("restored");
    }

    @Test
    void aNewBoxGoesOnFromTheBackupOfARunningOne() throws IOException {
        String everything;
        String box;
        long last;
        try (RunningBox before = RunningBox.in(data)) {
            punch(before, 50); // signed when it stops, so that there is something to prove
        }
        try (RunningBox running = RunningBox.in(data)) {
            fill(running);
            Files.createDirectories(data.resolve("files").resolve("菜单"));
            Files.writeString(data.resolve("files").resolve("菜单").resolve("menu.txt"), "soup");
            box = running.store().journal().box();

            assertThat(backup("--with-seal-key").out())
                    .startsWith("backup 1 of box %s in %s: entries 1 to ".formatted(box, stick));

            everything = running.everything();
            last = running.store().journal().lastSeq();
        }
        byte[] identity = Files.readAllBytes(data.resolve("identity.key"));

        assertThat(restore())
                .extracting(Commands.Ended::code, Commands.Ended::err)
                .containsExactly(0, "");

        assertThat(restored.resolve("identity.key")).hasBinaryContent(identity);
        assertThat(restored.resolve("files").resolve("菜单").resolve("menu.txt")).hasContent("soup");
        assertThat(foreignRights(restored)).isEmpty();
        assertThat(
                        Commands.run(
                                "check",
                                "--prove",
                                "--data",
                                restored,
                                "--set",
                                "site.zone=+08:00"))
                .extracting(Commands.Ended::code)
                .isEqualTo(0);
        try (RunningBox again = RunningBox.in(restored)) {
            assertThat(again.everything()).isEqualTo(everything);
            assertThat(again.store().journal().box()).isEqualTo(box);
            assertThat(contents(again)).isEqualTo(1);
            punch(again, 99);
            assertThat(again.records(Kind.PUNCH)).hasSize(5);
            assertThat(again.store().journal().lastSeq()).isGreaterThan(last);
        }
    }

    @Test
    void everyRecordAcknowledgedBeforeItBeganIsInABackupThatIsMadeWhileTheBoxWorks()
            throws Exception {
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        try (RunningBox running = RunningBox.in(data, "journal.segments=4")) {
            Thread terminal =
                    Thread.ofPlatform()
                            .start(() -> {
                                while (!enough.get()) {
                                    punch(running, acknowledged.get() + 1);
                                    acknowledged.incrementAndGet();
                                }
                            });
            try {
                for (int n = 1; n <= 2; n++) {
                    int atLeast = await(acknowledged, 40 * n);

                    assertThat(backup().code()).as("backup %d", n).isZero();

                    int atMost = acknowledged.get() + 1;
                    Path each = folder.resolve("restored-" + n);
                    assertThat(Commands.run("restore", "--from", stick, "--data", each).code())
                            .isZero();
                    assertThat(JournalCheck.run(RealDisk.readOnly(each.resolve("journal"))))
                            .satisfies(report -> assertThat(report.sound()).isTrue());
                    try (RunningBox again = RunningBox.in(each)) {
                        assertThat(again.records(Kind.PUNCH).size())
                                .as("punches in backup %d", n)
                                .isBetween(atLeast, atMost);
                        assertThat(again.quarantine()).isEmpty();
                    }
                }
            } finally {
                enough.set(true);
                terminal.join();
            }
        }
    }

    @Test
    void aBoxThatWasKilledIsSavedAsItIs() throws IOException {
        Path killed = Files.createDirectory(folder.resolve("killed"));
        try (RunningBox running = RunningBox.in(data)) {
            fill(running);
            Folders.asAfterAKill(data, killed);
        }

        assertThat(Commands.run("backup", "--data", killed, "--to", stick, "--same-medium").code())
                .isZero();
        assertThat(restore().code()).isZero();

        try (RunningBox again = RunningBox.in(restored)) {
            assertThat(again.records(Kind.PUNCH)).hasSize(3);
        }
    }

    @Test
    void withoutItsKeyWhoFindsTheMediumCannotPassForTheBoxNorOpenWhatIsSealed() throws IOException {
        try (RunningBox running = RunningBox.in(data)) {
            fill(running);
        }
        Path config =
                Files.writeString(folder.resolve("larder.yaml"), "site:\n  zone: \"+08:00\"\n");
        Commands.Ended made = backup("--config", config);

        assertThat(made.out()).contains("note: seal.key is not in it");
        byte[] key = Files.readAllBytes(data.resolve("identity.key"));
        for (String secret :
                List.of(
                        FINGER,
                        "pw918273645",
                        new String(key, UTF_8).lines().toList().get(1),
                        "+08:00")) {
            assertThat(Folders.holding(stick, secret)).isEmpty();
        }
        assertThat(Folders.holding(stick, "2020-01-01 08:00:00")).as("a punch").isNotEmpty();

        Commands.Ended without = restore();

        assertThat(without.code()).isZero();
        assertThat(without.out())
                .contains("Put the box's seal.key into " + restored)
                .contains("identity.key, tls.key, larder.yaml could not be opened");
        assertThat(Folders.names(restored)).doesNotContain("identity.key", "seal.key");

        Path whole = folder.resolve("whole");
        Commands.Ended with =
                Commands.run(
                        "restore",
                        "--from",
                        stick,
                        "--data",
                        whole,
                        "--seal-key",
                        data.resolve("seal.key"));
        assertThat(with.out()).doesNotContain("could not be opened");
        assertThat(whole.resolve("identity.key")).hasBinaryContent(key);
        assertThat(whole.resolve("larder.yaml")).hasSameTextualContentAs(config);
        assertThat(foreignRights(whole)).isEmpty();
        try (RunningBox again = RunningBox.in(whole)) {
            assertThat(contents(again)).isEqualTo(1);
        }
    }

    @Test
    void aKeyOfAnotherBoxRestoresNothing() throws IOException {
        aBox();
        backup();
        Path other = Files.write(folder.resolve("other.key"), new byte[32]);

        Commands.Ended ended =
                Commands.run("restore", "--from", stick, "--data", restored, "--seal-key", other);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("other.key").contains("is not the one");
        assertThat(Folders.names(folder)).doesNotContain("restored", ".restored.restoring");
    }

    @Test
    void theMediumThatTheBoxLiesOnIsRefused() {
        aBox();

        Commands.Ended ended = Commands.run("backup", "--data", data, "--to", stick);

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains(stick + " is on the medium that the box lies on");
        assertThat(stick).doesNotExist();
    }

    @Test
    void aMediumWithoutRoomSaysSoAndKeepsWhatItHas() throws Exception {
        aBox();
        Files.createDirectory(stick);
        try (Mounted small = Mounted.tmpfs(stick, "1m")) {
            assumeThat(small.why()).as("skipped, because %s", small.why()).isEmpty();
            assertThat(Commands.run("backup", "--data", data, "--to", stick).code()).isZero();
            try (RunningBox running = RunningBox.in(data)) {
                for (int n = 0; n < 10; n++) {
                    running.terminal().post(CDATA + "NONSENSE", "x".repeat(100_000));
                }
                running.awaitApplied();
            }

            Commands.Ended ended = Commands.run("backup", "--data", data, "--to", stick);

            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err())
                    .startsWith("larder: " + stick + ": no room: ")
                    .contains("--keep");
            assertThat(Commands.run("backup", "--verify", "--to", stick))
                    .satisfies(each -> assertThat(each.code()).isZero())
                    .satisfies(each -> assertThat(each.out()).contains("undamaged"));
            assertThat(restore().code()).isZero();
        }
    }

    @Test
    void onlyWhatIsNewIsWrittenAndTheOldestGo() {
        aBox();
        for (int n = 1; n <= 3; n++) {
            Commands.Ended made = backup("--keep", "2");
            assertThat(made.out()).startsWith("backup " + n + " of");
        }

        assertThat(Folders.names(stick))
                .containsExactly(
                        "READ-ME.txt",
                        "generation-00000002",
                        "generation-00000003",
                        "lock",
                        "pieces");
        assertThat(
                        Commands.run(
                                "restore",
                                "--from",
                                stick,
                                "--data",
                                restored,
                                "--generation",
                                "2"))
                .satisfies(each -> assertThat(each.out()).startsWith("restored backup 2 of"));
    }

    @Test
    void aDamagedBackupIsFoundAndNothingOfItIsRestored() throws IOException {
        aBox();
        backup();
        try (Stream<Path> pieces = Files.list(stick.resolve("pieces"))) {
            Path largest =
                    pieces.max((one, other) ->
                                    Long.compare(one.toFile().length(), other.toFile().length()))
                            .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length / 2] ^= 1;
            Files.write(largest, bytes);
        }

        assertThat(Commands.run("backup", "--verify", "--to", stick))
                .satisfies(each -> assertThat(each.code()).isEqualTo(1))
                .satisfies(each -> assertThat(each.out()).contains(": DAMAGED\n"));
        Commands.Ended ended = restore();
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).startsWith("larder: generation 1 is damaged: ");
        assertThat(Folders.names(folder)).containsExactly("box", "stick");

        assertThat(backup().code()).isZero();
        assertThat(Commands.run("backup", "--verify", "--to", stick).code()).isZero();
    }

    @Test
    void aFolderThatIsNotEmptyIsPutAsideOnlyWhenAskedForAndNeverWhileABoxRunsInIt() {
        aBox();
        backup();
        String target = data + " is not empty";
        assertThat(Commands.run("restore", "--from", stick, "--data", data).err()).contains(target);
        try (RunningBox running = RunningBox.in(data)) {
            assertThat(Commands.run("restore", "--from", stick, "--data", data, "--replace"))
                    .satisfies(each -> assertThat(each.code()).isEqualTo(1))
                    .satisfies(each -> assertThat(each.err()).contains("another process uses"));
            punch(running, 1);
        }

        Commands.Ended ended =
                Commands.run("restore", "--from", stick, "--data", data, "--replace");

        assertThat(ended.code()).isZero();
        Path aside = folder.resolve("box-before-restore-1");
        assertThat(ended.out()).contains("what was in " + data + " is in " + aside);
        assertThat(aside.resolve("ledger.db")).exists();
        try (RunningBox again = RunningBox.in(data)) {
            assertThat(again.records(Kind.PUNCH)).isEmpty();
        }
    }

    @Test
    void whatIsMissingIsSaidInOneLine() {
        assertThat(Commands.run("backup", "--to", stick).code()).isEqualTo(2);
        assertThat(Commands.run("backup", "--data", data, "--to", stick).err())
                .isEqualTo("larder: no store in " + data + "\n");
        assertThat(Commands.run("restore", "--from", stick, "--data", data).err())
                .isEqualTo("larder: " + stick + ": there is no such folder\n");
        assertThat(Commands.run("restore", "--from", folder, "--data", data).err())
                .isEqualTo("larder: " + folder + " has no complete backup\n");
    }

    private void aBox() {
        try (RunningBox running = RunningBox.in(data)) {
            running.awaitApplied();
        }
    }

    private static void fill(RunningBox running) {
        for (int n = 0; n < 3; n++) {
            punch(running, n);
        }
        assertThat(running.terminal().post(CDATA + "OPERLOG&Stamp=1", PERSON).status())
                .isEqualTo(200);
        running.awaitApplied();
    }

    private static void punch(RunningBox running, int pin) {
        assertThat(
                        running.terminal()
                                .post(
                                        CDATA + "ATTLOG",
                                        "%d\t2020-01-01 08:00:00\t0\t1".formatted(pin))
                                .status())
                .isEqualTo(200);
    }

    private static long contents(RunningBox running) {
        return running.ask(ledger -> ledger.contentSize().count());
    }

    private static int await(AtomicInteger count, int wanted) {
        while (count.get() < wanted) {
            Thread.onSpinWait();
        }
        return count.get();
    }

    private Commands.Ended backup(Object... more) {
        return Commands.run(
                Stream.concat(
                                Stream.of("backup", "--data", data, "--to", stick, "--same-medium"),
                                Stream.of(more))
                        .toArray());
    }

    private Commands.Ended restore() {
        return Commands.run("restore", "--from", stick, "--data", restored);
    }

    /// What others than the owner may look into.
    private static List<String> foreignRights(Path root) throws IOException {
        TreeMap<String, String> rights = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                if (!mode.endsWith("------")) {
                    rights.put(each.toString(), mode);
                }
            }
        }
        return rights.entrySet().stream().map(Object::toString).toList();
    }
}
