package io.larder.server.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a power cut leaves of the ledger, which is a real file and flushed now and then only.
enum LedgerFate {
    /// All of it.
    KEPT,
    /// Without the latest commits: the log ends somewhere.
    LOG_SHORT,
    /// As it was some time ago.
    EARLIER,
    /// Nothing.
    GONE,
    /// The first half of the file.
    HALF,
    /// Noise where the file begins.
    NOISE;

    private static final String LEDGER = "ledger.db";
    private static final String LOG = LEDGER + "-wal";
    private static final String INDEX = LEDGER + "-shm";
    private static final int PAGE = 4096;
    private static final LedgerFate[] MIX = {
        KEPT, KEPT, KEPT, LOG_SHORT, LOG_SHORT, EARLIER, GONE, HALF, NOISE
    };

    static LedgerFate draw(Random random) {
        return MIX[random.nextInt(MIX.length)];
    }

    /// The ledger's files as they are now.
    static Map<String, byte[]> copy(Path folder) throws IOException {
        Map<String, byte[]> copy = new TreeMap<>();
        for (String name : new String[] {LEDGER, LOG}) {
            if (Files.exists(folder.resolve(name))) {
                copy.put(name, Files.readAllBytes(folder.resolve(name)));
            }
        }
        return copy;
    }

    /// Leaves in `folder` what there is of `now` afterwards, or of `before`.
    void leave(Path folder, Map<String, byte[]> now, Map<String, byte[]> before, Random random)
            throws IOException {
        for (String name : new String[] {LEDGER, LOG, INDEX}) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Map<String, byte[]> left = new TreeMap<>(this == EARLIER ? before : now);
        int part = random.nextInt(100);
        switch (this) {
            case KEPT, EARLIER -> {}
            case LOG_SHORT -> left.computeIfPresent(LOG, (_, log) -> head(log, part));
            case GONE -> left.clear();
            case HALF -> {
                left.remove(LOG);
                left.computeIfPresent(LEDGER, (_, file) -> head(file, 50));
            }
            case NOISE -> left.computeIfPresent(LEDGER, (_, file) -> noise(file, random));
        }
        for (Map.Entry<String, byte[]> each : left.entrySet()) {
            Files.write(folder.resolve(each.getKey()), each.getValue());
        }
    }

    private static byte[] head(byte[] bytes, int percent) {
        return Arrays.copyOf(bytes, (int) (bytes.length * (long) percent / 100));
    }

    private static byte[] noise(byte[] bytes, Random random) {
        byte[] noise = new byte[Math.min(PAGE, bytes.length)];
        random.nextBytes(noise);
        byte[] out = bytes.clone();
        System.arraycopy(noise, 0, out, 0, noise.length);
        return out;
    }

    /// All files of a folder.
    static Map<String, byte[]> copyAll(Path folder) throws IOException {
        Map<String, byte[]> copy = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return copy;
    }

    /// Makes a folder hold these files and no others.
    static void replaceAll(Path folder, Map<String, byte[]> files) throws IOException {
        for (String name : copyAll(folder).keySet()) {
            Files.delete(folder.resolve(name));
        }
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            Files.write(folder.resolve(each.getKey()), each.getValue());
        }
    }
}
