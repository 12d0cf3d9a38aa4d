package io.larder.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.larder.server.doctor.Checkup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Looks at the medium under a folder: by the file system, by a small write, and by what the kernel
/// knows of the card under `sys`, which is `/sys` but in tests.
record MediumProbe(Path folder, Path sys) {
    /// Steps of 10 % of its life, counted from 1; 11 is beyond.
    private static final int LIFE_STEP = 10;

    /// `pre_eol_info`: 1 is normal, 2 says that 80 % of the spare blocks are used, 3 that 90 % are.
    private static final int END_OF_LIFE = 2;

    private static final String PROBE = "doctor.new";
    private static final int PAGE = 4096;
    private static final int WRITES = 3;
    private static final int NANOS_IN_MILLI = 1_000_000;
    private static final int HEX = 16;

    private record Flushed(Optional<String> failure, OptionalLong millis) {}

    Checkup.Medium look() throws IOException {
        FileStore store = Files.getFileStore(folder);
        Flushed flushed =
                store.isReadOnly() ? new Flushed(Optional.empty(), OptionalLong.empty()) : flush();
        List<Long> inodes = inodes();
        Optional<Path> device = device();
        return new Checkup.Medium(
                store.isReadOnly()
                        || flushed.failure().filter(why -> why.contains("Read-only")).isPresent(),
                flushed.failure(),
                store.getUsableSpace(),
                store.getTotalSpace(),
                inodes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(inodes.getFirst()),
                inodes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(inodes.getLast()),
                flushed.millis(),
                device.map(MediumProbe::worn).orElse(OptionalInt.empty()),
                device.map(each -> first(each.resolve("pre_eol_info")).orElse(0) >= END_OF_LIFE)
                        .orElse(false),
                written());
    }

    /// The best of a few: one may meet somebody else's work.
    private Flushed flush() {
        Path probe = folder.resolve(PROBE);
        try {
            long best = Long.MAX_VALUE;
            try (FileChannel file =
                    FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                for (int n = 0; n < WRITES; n++) {
                    long began = System.nanoTime();
                    file.write(ByteBuffer.allocate(PAGE), 0);
                    file.force(false);
                    best = Math.min(best, System.nanoTime() - began);
                }
            } finally {
                Files.deleteIfExists(probe);
            }
            return new Flushed(Optional.empty(), OptionalLong.of(best / NANOS_IN_MILLI));
        } catch (IOException e) {
            return new Flushed(Optional.of(String.valueOf(e.getMessage())), OptionalLong.empty());
        }
    }

    /// Free ones and all: no class of Java tells, `stat` is on every Debian.
    private List<Long> inodes() {
        try {
            Process stat =
                    new ProcessBuilder("stat", "-f", "-c", "%d %c", folder.toString())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(stat.getInputStream().readAllBytes(), US_ASCII).strip();
            return said.matches("\\d+ \\d+")
                    ? List.of(said.split(" ")).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// The folder of the block device in `sys`, by its number: of a partition its own.
    private Optional<Path> block() {
        try {
            long dev = ((Number) Files.getAttribute(folder, "unix:dev")).longValue();
            long major = (dev >> 8) & 0xfff;
            long minor = (dev & 0xff) | ((dev >> 12) & 0xfff00);
            Path block = sys.resolve("dev/block/" + major + ":" + minor);
            return Files.exists(block) ? Optional.of(block.toRealPath()) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /// The folder with what a card says of itself: of the whole card, above that of a partition.
    private Optional<Path> device() {
        List<Path> places = new ArrayList<>();
        block().ifPresent(block -> {
            places.add(block.resolve("device"));
            places.add(block.resolveSibling("device"));
        });
        return places.stream().filter(each -> Files.exists(each.resolve("life_time"))).findFirst();
    }

    /// `life_time` has two numbers, for two kinds of cells: the worse one counts.
    private static OptionalInt worn(Path device) {
        return numbers(device.resolve("life_time")).stream()
                .mapToInt(step -> Math.max(0, step - 1) * LIFE_STEP)
                .max();
    }

    private static Optional<Integer> first(Path file) {
        return numbers(file).stream().findFirst();
    }

    private static List<Integer> numbers(Path file) {
        try {
            List<Integer> numbers = new ArrayList<>();
            for (String each : Files.readString(file, US_ASCII).strip().split("\\s+", -1)) {
                numbers.add(Integer.parseInt(each.replaceFirst("^0[xX]", ""), HEX));
            }
            return numbers;
        } catch (IOException | NumberFormatException e) {
            return List.of();
        }
    }

    /// What ext4 counted since it was made.
    private OptionalLong written() {
        Optional<Path> name = block().map(Path::getFileName);
        if (name.isEmpty()) {
            return OptionalLong.empty();
        }
        Path counter = sys.resolve("fs/ext4").resolve(name.get()).resolve("lifetime_write_kbytes");
        try {
            return OptionalLong.of(
                    Long.parseLong(Files.readString(counter, US_ASCII).strip()) << 10);
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
