package io.larder.server.cli;

import io.larder.server.terminal.ClockTrust;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the kernel of a Linux machine knows of its clock. On another system nothing speaks for it.
final class KernelClock implements ClockTrust.Machine {
    private static final System.Logger LOG = System.getLogger(KernelClock.class.getName());
    private static final Path CLOCKS = Path.of("/sys/class/rtc");

    /// More than a `struct timex` has, all zero: change nothing, only tell.
    private static final long TIMEX_BYTES = 256;

    /// `TIME_ERROR`, what adjtimex(2) returns while the clock is not synchronised; below are the
    /// states of one that is, and -1 says that the question is not allowed.
    private static final int NOT_SYNCHRONISED = 5;

    private final @Nullable MethodHandle adjtimex;
    private final boolean battery;

    private KernelClock(@Nullable MethodHandle adjtimex, boolean battery) {
        this.adjtimex = adjtimex;
        this.battery = battery;
    }

    /// Of this machine.
    static KernelClock ofThisMachine() {
        return new KernelClock(call().orElse(null), setByBattery(CLOCKS, Instant.now()));
    }

    @SuppressWarnings("restricted") // one number of the C library, which no class of Java tells
    private static Optional<MethodHandle> call() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("adjtimex")
                .map(address ->
                        linker.downcallHandle(
                                address,
                                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS)));
    }

    /// Whether one of the clocks in `folder`, `/sys/class/rtc`, set the kernel's clock at start,
    /// and says about the same now. One without a battery is read as well, and whoever then sets
    /// the kernel's clock otherwise does not know better.
    static boolean setByBattery(Path folder, Instant now) {
        try (DirectoryStream<Path> clocks = Files.newDirectoryStream(folder)) {
            for (Path clock : clocks) {
                if (says(clock.resolve("hctosys")).equals("1")
                        && isNear(says(clock.resolve("since_epoch")), now)) {
                    return true;
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "no battery clock: {0}", e.toString());
        }
        return false;
    }

    private static String says(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file, StandardCharsets.US_ASCII).strip() : "";
    }

    private static boolean isNear(String seconds, Instant now) {
        return seconds.matches("\\d{1,12}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now)
                                .abs()
                                .compareTo(ClockTrust.TOLERANCE)
                        <= 0;
    }

    @Override
    public boolean synchronised() {
        if (adjtimex == null) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(TIMEX_BYTES, Long.BYTES);
            int state = (int) adjtimex.invokeExact(timex);
            return state >= 0 && state < NOT_SYNCHRONISED;
        } catch (Throwable e) {
            throw new IllegalStateException("adjtimex cannot be called", e);
        }
    }

    @Override
    public boolean battery() {
        return battery;
    }
}
