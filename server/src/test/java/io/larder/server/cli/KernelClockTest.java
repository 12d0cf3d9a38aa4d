package io.larder.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelClockTest {
    @TempDir private Path folder;

    /// `adjtimex --print` is not everywhere; Python's standard library can ask the same call.
    @Test
    void theKernelIsAskedWhetherItsClockIsSynchronised() throws Exception {
        Process python =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "command -v python3 >/dev/null || exit 9; python3 -c 'import ctypes;"
                                        + "b=ctypes.create_string_buffer(256);"
                                        + "print(ctypes.CDLL(None).adjtimex(b))'")
                        .redirectErrorStream(true)
                        .start();
        String said =
                new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assumeTrue(python.waitFor() != 9, "skipped, because python3 is missing");

        assertThat(KernelClock.ofThisMachine().synchronised()).isEqualTo(said.matches("[0-4]"));
    }

    @Test
    void aBatteryClockCountsOnlyIfItSetTheKernelsClock() throws Exception {
        Instant now = Instant.ofEpochSecond(1_780_000_000);
        assertThat(KernelClock.setByBattery(folder.resolve("none"), now)).isFalse();
        Path clock = Files.createDirectories(folder.resolve("rtc0"));
        Files.createDirectories(folder.resolve("rtc1"));
        assertThat(KernelClock.setByBattery(folder, now)).isFalse();
        Files.writeString(clock.resolve("hctosys"), "0\n");
        assertThat(KernelClock.setByBattery(folder, now)).isFalse();
        Files.writeString(clock.resolve("hctosys"), "1\n");
        assertThat(KernelClock.setByBattery(folder, now)).isFalse();
        // Without a battery it says 1970, and the kernel's clock was set by somebody else.
        Files.writeString(clock.resolve("since_epoch"), "73\n");
        assertThat(KernelClock.setByBattery(folder, now)).isFalse();
        Files.writeString(clock.resolve("since_epoch"), "1779999999\n");
        assertThat(KernelClock.setByBattery(folder, now)).isTrue();
    }

    @Test
    void theServiceManagerAndTheKernelNameABootTheSame() throws Exception {
        Path file = Path.of("/proc/sys/kernel/random/boot_id");
        assumeTrue(Files.exists(file), "skipped, because this is not Linux");
        String id = Files.readString(file, StandardCharsets.US_ASCII).strip();

        assertThat(ClockParts.bootId(Map.of("LARDER_BOOT_ID", id.replace("-", ""))))
                .isEqualTo(ClockParts.bootId(Map.of()));
    }
}
