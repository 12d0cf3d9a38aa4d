package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.larder.server.FreePorts;
import io.larder.server.config.Settings;
import io.larder.server.doctor.Checkup;
import io.larder.server.doctor.Rules;
import io.larder.server.json.Json;
import io.larder.storage.JournalSettings;
import io.larder.storage.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A box gets into trouble, and the doctor names it.
@Timeout(120)
class DoctorCommandTest {
    private static final Pattern ID = Pattern.compile("(?m)^([A-Z][A-Z-]+)  ");
    private static final String SN = "0316144680030";
    private static final String CANTEEN = "5158181900025";
    private static final String PUNCHES = "/iclock/cdata?SN=" + SN + "&table=ATTLOG";
    private static final Path ROOT = Path.of("/");

    /// What is wrong with this machine is no concern of these tests.
    private static final List<String> OF_THE_MACHINE =
            List.of("DISK-LOW", "DISK-FULL", "DISK-SLOW", "DISK-MUCH-WRITTEN", "MEMORY-LOW");

    @TempDir private Path folder;
    private Path data;

    @BeforeEach
    void aBoxThatStopped() {
        data = folder.resolve("box");
    }

    @Test
    void aBoxThatIsWellIsToldSoInOneLine() {
        try (RunningBox running = withConsole()) {
            punch(running, "2020-01-01 08:00:00");
            running.awaitApplied();
            backup();

            Commands.Ended ended = doctor("--lang", "en");

            assumeThat(ids(ended))
                    .as("skipped, because of this machine: %s", ended.out())
                    .isEmpty();
            assertThat(ended.code()).isZero();
            assertThat(ended.out())
                    .matches(
                            "All is well: larder .*, box [0-9a-f]{16}, 1 terminals, journal \\d+ % full,"
                                    + " .* free, last backup 0 minutes ago\\.\n");
        }
    }

    @Test
    void aNewBoxIsWellWithoutABackup() {
        try (RunningBox running = withConsole()) {
            punch(running, "2020-01-01 08:00:00");
            running.awaitApplied();

            Commands.Ended ended = doctor("--lang", "en");

            assumeThat(ids(ended))
                    .as("skipped, because of this machine: %s", ended.out())
                    .isEmpty();
            assertThat(ended.code()).isZero();
            assertThat(ended.out()).endsWith("free, no backup yet.\n");
        }
    }

    @Test
    void aBoxThatIsNotRunningIsNamedInBothLanguages() {
        stopped();

        assertThat(doctor("--lang", "en").out())
                .contains("BOX-STOPPED  The box on " + data + " is not running.")
                .contains("  What to do: Start it: systemctl start larder.");
        assertThat(doctor("--lang", "zh_CN").out())
                .contains("BOX-STOPPED  " + data + " 的主机没有运行。")
                .contains("  怎么办： 启动主机");
        assertThat(doctor("--json").code()).isEqualTo(1);
        assertThat((List<?>) Json.read(doctor("--json").out()).get("findings"))
                .anySatisfy(each ->
                        assertThat(String.valueOf(each)).startsWith("{id=BOX-STOPPED, wrong="));
    }

    @Test
    void aBoxThatWasNeverBackedUpHasThreeDaysForIt() throws IOException {
        stopped();

        assertThat(found(ROOT, Duration.ofDays(2))).doesNotContain("BACKUP-NEVER");
        assertThat(found(ROOT, Duration.ofDays(4))).contains("BACKUP-NEVER");
    }

    @Test
    void whatAStartWouldStumbleOverIsNamed() throws IOException {
        stopped();
        Files.delete(data.resolve("seal.key"));
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(
                            ids(
                                    doctor(
                                            "--set",
                                            "terminal.host=127.0.0.1",
                                            "--set",
                                            "terminal.port=" + other.getLocalPort())))
                    .containsExactly("BOX-STOPPED", "KEY-NOT-HERE", "PORT-TAKEN");
        }

        assertThat(doctor("--set", "terminal.prot=8088", "--lang", "en").out())
                .contains("CONFIG-WRONG  The configuration is refused: ")
                .contains("terminal.prot is no key");
    }

    @Test
    void aFolderThatIsNoneOrHoldsNoBoxIsNamed() throws IOException {
        assertThat(ids(doctor())).containsExactly("DATA-MISSING");
        Files.createFile(data);
        assertThat(ids(doctor())).containsExactly("DATA-RIGHTS");
    }

    /// Reading the memory of a process at 0 fails as reading a broken card does.
    @Test
    void aJournalThatCannotBeReadIsNamed() throws IOException {
        stopped();
        Files.createSymbolicLink(
                data.resolve("journal").resolve("segment-0000000099"), Path.of("/proc/self/mem"));

        assertThat(ids(doctor())).contains("STORE-UNREADABLE");
    }

    @Test
    void damageIsNamedWhereItIsAndWhatItCost() throws IOException {
        try (RunningBox running = RunningBox.in(data)) {
            for (int n = 0; n < 4; n++) {
                punch(running, "2020-01-01 08:00:0" + n);
            }
        }
        Folders.damage(data, 3 * 4096 + 100);

        assertThat(doctor("--lang", "en").out())
                .contains(
                        "JOURNAL-DAMAGED  The journal has 1 damaged places, the first: DAMAGE in");

        Folders.deleteLedger(data);
        try (RunningBox running = withConsole()) {
            running.awaitApplied();
            assertThat(ids(doctor())).containsExactly("ENTRIES-LOST");
        }
    }

    @Test
    void linesThatAreDownHeldOrLeftAreNamed() {
        String url = "upstreams.hq.url=http://127.0.0.1:" + FreePorts.next();
        try (RunningBox running = withConsole(url, "upstreams.hq.token=x")) {
            punch(running, "2020-01-01 08:00:00");

            String down = until("LINE-DOWN");

            assertThat(down)
                    .contains("LINE-DOWN  No line to hq since ")
                    .contains("entries wait here");
            assertThat(Commands.run("upstream", "pause", "hq", "--data", data).code()).isZero();
            assertThat(until("LINE-HELD")).contains("Nothing is sent to hq");
        }
        try (RunningBox running = withConsole()) {
            running.awaitApplied();
            assertThat(ids(doctor())).containsExactly("LINE-LEFT");
        }
    }

    @Test
    void terminalsThatAreOddAreNamed() {
        try (RunningBox running = withConsole("admission.policy=pairing")) {
            Commands.run("pair", "--data", data);
            punch(running, "2020-01-01 08:00:00");
            running.terminal().post(PUNCHES, "nonsense");
            running.terminal()
                    .post(
                            "/iclock/cpos?SN=" + CANTEEN + "&table=BUYLOG&StampId=1",
                            purchase(1) + purchase(5));
            running.awaitApplied();
        }
        try (RunningBox running = withConsole("admission.policy=pairing")) {
            punch(
                    running,
                    LocalDateTime.now(ZoneOffset.ofHours(8))
                            .plusMinutes(185)
                            .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")));
            running.terminal().get("/iclock/cdata?SN=9999999999999&options=all");
            running.awaitApplied();

            Commands.Ended ended = doctor("--lang", "en");

            assertThat(ids(ended))
                    .containsExactly(
                            "TERMINAL-TURNED-AWAY",
                            "TERMINAL-CLOCK",
                            "NUMBERS-MISSING",
                            "QUARANTINE");
            assertThat(ended.out())
                    .contains("Terminals want in that nobody let in: 9999999999999\n")
                    .contains("The clock of terminal " + SN + " is 3 hours fast.")
                    .contains("terminal " + CANTEEN + ", table BUYLOG, 3 records never came")
                    .contains("1 lines were kept but not understood, from " + SN + ".");
        }
    }

    @Test
    void afterDaysTheSilentTerminalAndTheOldBackupAreNamed() throws IOException {
        try (RunningBox running = withConsole()) {
            punch(running, "2020-01-01 08:00:00");
            running.awaitApplied();
            backup();

            assertThat(found(ROOT, Duration.ofDays(5)))
                    .containsExactly("TERMINAL-SILENT", "BACKUP-OLD");
        }
    }

    @Test
    void aBoxThatCannotBeAskedIsNamed() throws IOException {
        try (RunningBox running = RunningBox.in(data)) {
            running.awaitApplied();
            assertThat(ids(doctor())).containsExactly("NO-CONSOLE");
        }
        try (Store held = Store.open(data, new JournalSettings(262_144, 8, 1 << 20, true))) {
            new ConsoleFile("http://127.0.0.1:" + FreePorts.next(), "x", Optional.empty(), "")
                    .write(data);

            assertThat(held.journal().failure()).isEmpty();
            assertThat(ids(doctor())).containsExactly("BOX-DEAF");
        }
    }

    @Test
    void aClockThatNothingSpeaksForIsNamed() throws IOException {
        try (RunningBox running = withConsole("clock.trust=verified");
                ConsoleClient console = ConsoleClient.of(running.data())) {
            boolean trusted = Boolean.TRUE.equals(console.get("/api/v1/clock").get("trusted"));
            assumeThat(trusted).as("skipped, because something speaks for it here").isFalse();

            assertThat(ids(doctor())).contains("CLOCK-UNTRUSTED");
        }
    }

    @Test
    void aRingThatFillsUpIsNamed() {
        String url = "upstreams.hq.url=http://127.0.0.1:" + FreePorts.next();
        try (RunningBox running = withConsole(url, "upstreams.hq.token=x", "journal.segments=4")) {
            String large = "1\t2020-01-01 08:00:00\t0\t1\n".repeat(2_500);
            while (running.terminal().post(PUNCHES, large).status() == 200) {
                assertThat(running.store().journal().used()).isLessThanOrEqualTo(1);
            }

            assertThat(
                            ids(
                                    doctor(
                                            "--set",
                                            "journal.segments=4",
                                            "--set",
                                            "journal.segmentBytes=262144")))
                    .contains("RING-FULL");
        }
    }

    @Test
    void aCheckThatFoundDamageIsRemembered() throws Exception {
        try (RunningBox running = RunningBox.in(data)) {
            punch(running, "2020-01-01 08:00:00");
            running.awaitApplied();
        }
        Folders.changeLedger(data, "DELETE FROM record");
        assertThat(Commands.run("check", "--data", data, "--set", "site.zone=+08:00").code())
                .isEqualTo(1);

        assertThat(doctor("--lang", "en").out())
                .contains("CHECK-FAILED  The last check, of ")
                .contains("found something wrong: ledger");
    }

    @Test
    void aDiskThatIsFullOrReadOnlyOrWithoutNamesIsNamed() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        try (Mounted disk = Mounted.tmpfs(small, "24m,nr_inodes=60")) {
            assumeThat(disk.why()).as("skipped, because %s", disk.why()).isEmpty();
            data = small.resolve("box");
            stopped();
            assertThat(ids(doctor(), List.of())).contains("DISK-FULL", "DISK-INODES");

            disk.readOnly();

            assertThat(ids(doctor(), List.of())).contains("DISK-READONLY", "BOX-STOPPED");
        }
    }

    @Test
    void aDiskThatCannotBeWrittenIsNamed() throws IOException {
        stopped();
        Files.createDirectories(data.resolve("doctor.new").resolve("in the way"));

        assertThat(ids(doctor())).contains("DISK-FAILS");
    }

    @Test
    void aCardThatSaysItIsWornAndAMachineWithoutMemoryAreNamed() throws IOException {
        stopped();
        long dev = ((Number) Files.getAttribute(data, "unix:dev")).longValue();
        long minor = (dev & 0xff) | ((dev >> 12) & 0xfff00);
        Path system = folder.resolve("system");
        Path card = Files.createDirectories(system.resolve("sys/devices/mmc/block/mmcblk0"));
        Path partition = Files.createDirectory(card.resolve("mmcblk0p4"));
        Path device = Files.createDirectory(card.resolve("device"));
        Files.writeString(device.resolve("life_time"), "0x03 0x0b\n");
        Files.writeString(device.resolve("pre_eol_info"), "0x01\n");
        Path blocks = Files.createDirectories(system.resolve("sys/dev/block"));
        Files.createSymbolicLink(blocks.resolve(((dev >> 8) & 0xfff) + ":" + minor), partition);
        Path counted = Files.createDirectories(system.resolve("sys/fs/ext4/mmcblk0p4"));
        Files.writeString(counted.resolve("lifetime_write_kbytes"), (1L << 50) + "\n");
        Path proc = Files.createDirectories(system.resolve("proc"));
        Files.writeString(
                proc.resolve("meminfo"), "MemTotal:  1000000 kB\nMemAvailable:  9000 kB\n");

        assertThat(found(system, Duration.ZERO))
                .contains("DISK-WORN", "DISK-MUCH-WRITTEN", "MEMORY-LOW");
        assertThat(new MediumProbe(data, system.resolve("sys")).look().wornPercent()).hasValue(100);
        Files.writeString(device.resolve("life_time"), "0x01 0x01\n");
        assertThat(found(system, Duration.ZERO)).doesNotContain("DISK-WORN");
        Files.writeString(device.resolve("pre_eol_info"), "0x03\n");
        assertThat(found(system, Duration.ZERO)).contains("DISK-WORN");
    }

    private List<String> found(Path system, Duration later) throws IOException {
        Checkup seen =
                Sight.of(
                        data,
                        () -> Settings.read(null, Map.of(), List.of()),
                        system,
                        Instant.now().plus(later),
                        Map.of());
        return Rules.of(seen).stream()
                .map(said -> said.finding().id())
                .filter(id -> !system.equals(ROOT) || !OF_THE_MACHINE.contains(id))
                .toList();
    }

    private RunningBox withConsole(String... sets) {
        return RunningBox.withConsole(data, sets);
    }

    private void stopped() {
        try (RunningBox running = RunningBox.in(data)) {
            running.awaitApplied();
        }
    }

    private void backup() {
        assertThat(
                        Commands.run(
                                        "backup",
                                        "--data",
                                        data,
                                        "--to",
                                        folder.resolve("stick"),
                                        "--same-medium")
                                .code())
                .isZero();
    }

    private static void punch(RunningBox running, String time) {
        assertThat(running.terminal().post(PUNCHES, "1\t" + time + "\t0\t1").status())
                .isEqualTo(200);
    }

    private static String purchase(int number) {
        return "1\t100023\t2018-11-02 10:16:58\t1250\t8750\t42\t2\t2\t2018-11-02\t"
                + number
                + "\t1\n";
    }

    private Commands.Ended doctor(Object... more) {
        return Commands.run(
                Stream.concat(
                                Stream.of("doctor", "--data", data, "--set", "terminal.port=0"),
                                Stream.of(more))
                        .toArray());
    }

    /// Asks until it says so.
    private String until(String id) {
        Commands.Ended ended = doctor("--lang", "en");
        while (!ids(ended).contains(id)) {
            ended = doctor("--lang", "en");
        }
        return ended.out();
    }

    private static List<String> ids(Commands.Ended ended) {
        return ids(ended, OF_THE_MACHINE);
    }

    private static List<String> ids(Commands.Ended ended, List<String> without) {
        assertThat(ended.err()).isEmpty();
        return ID.matcher(ended.out())
                .results()
                .map((MatchResult found) -> found.group(1))
                .filter(id -> !without.contains(id))
                .toList();
    }
}
