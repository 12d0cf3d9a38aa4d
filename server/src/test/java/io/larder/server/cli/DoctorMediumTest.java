package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.larder.server.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Trouble with what the records are on: the doctor names it.
@Timeout(120)
class DoctorMediumTest extends DoctorAtABox {
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
}
