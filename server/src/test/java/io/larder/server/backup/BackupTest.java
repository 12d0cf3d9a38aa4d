package io.larder.server.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.crypto.Digest;
import io.larder.crypto.Seal;
import io.larder.server.record.Bytes;
import io.larder.storage.StoreImage;
import io.larder.storage.disk.Disk;
import io.larder.storage.disk.DiskFile;
import io.larder.storage.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackupTest {
    private static final String BOX = "0123456789abcdef";
    private static final Instant MADE = Instant.parse("2026-03-01T02:00:00Z");
    private static final String FOLDER = "folder/";
    private static final String PIECES = "pieces/";
    private static final Seal SEAL = Seal.of(new byte[Seal.KEY_BYTES]);

    private SimulatedDisk disk = new SimulatedDisk(1).namesAtRandom();

    /// Bytes that the medium has left.
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);

    @Test
    void whatWasSavedComesBackByteByByte() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("ledger.db", noise(1, 2 * Piece.MOST_BYTES + 5));
        files.put("journal/segment-0000000001", noise(2, 4096));
        files.put("files/面/one.bin", noise(3, 0));

        save(files, 2);

        assertThat(restored(newest())).isEqualTo(values(files));
    }

    @Test
    void whatWasLeftOutBehindTheEndComesBackAsZeros() throws IOException {
        Backup backup = Backup.begin(medium(), BOX, room::get);
        Backup.Kept kept = backup.keep("journal/a", file(noise(1, 5000)), 4096, 5000);
        finish(backup, Map.of("journal/a", kept), 1);

        byte[] back = restored(newest()).getOrDefault("journal/a", Bytes.EMPTY).toArray();

        assertThat(back).hasSize(5000).startsWith(noise(1, 4096)).endsWith(new byte[904]);
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenAgain() throws IOException {
        Map<String, byte[]> files = files(1);
        save(files, 3);
        long before = disk.forcedBytes();
        files.put("b", noise(77, 10_000));

        Backup.Done done = save(files, 3);

        assertThat(done.written()).isEqualTo(1);
        assertThat(done.writtenBytes()).isEqualTo(10_000);
        assertThat(disk.forcedBytes() - before).as("with the manifest").isLessThan(20_000);
        assertThat(medium().complaints(newest())).isEmpty();
    }

    @Test
    void aPowerCutAtAnyMomentLeavesCompleteBackupsAsTheyWere() throws IOException {
        boolean cut = true;
        for (int k = 1; cut; k++) {
            disk = new SimulatedDisk(k).namesAtRandom();
            save(files(1), 2);
            disk.cutAt(k);
            try {
                save(files(2), 2);
            } catch (IOException powerIsOff) {
                assertThat(disk.isOff()).as("cut %d", k).isTrue();
            }
            cut = disk.isOff();
            disk.repair();
            disk.powerOn();

            Map<Integer, Manifest> complete = medium().find().complete();
            assertThat(complete).as("cut %d", k).containsKey(1);
            for (Manifest each : complete.values()) {
                assertThat(medium().complaints(each)).as("cut %d", k).isEmpty();
            }
            save(files(3), 2);
            assertThat(restored(newest())).as("cut %d", k).isEqualTo(values(files(3)));
        }
    }

    @Test
    void aPowerCutWhileTheLastOldOneGoesLeavesTheNewOne() throws IOException {
        boolean cut = true;
        for (int k = 1; cut; k++) {
            disk = new SimulatedDisk(k).namesAtRandom();
            save(files(1), 1);
            disk.cutAt(k);
            try {
                save(files(2), 1);
            } catch (IOException powerIsOff) {
                assertThat(disk.isOff()).as("cut %d", k).isTrue();
            }
            cut = disk.isOff();
            disk.repair();
            disk.powerOn();

            assertThat(medium().complaints(newest())).as("cut %d", k).isEmpty();
        }
    }

    @Test
    void aMediumThatFlushesNothingIsFoundOut() throws IOException {
        boolean found = false;
        for (int seed = 0; seed < 50 && !found; seed++) {
            disk = new SimulatedDisk(seed).namesAtRandom().lying();
            save(files(1), 2);
            disk.cut();
            disk.powerOn();
            Optional<Manifest> newest = medium().find().newest();
            found = newest.isEmpty() || !medium().complaints(newest.get()).isEmpty();
        }

        assertThat(found).isTrue();
    }

    @Test
    void withoutRoomThePreviousBackupIsAsItWasAndTheRestIsCleared() throws IOException {
        save(files(1), 2);
        List<String> before = disk.names();
        room.set(15_000);

        assertThatThrownBy(() -> save(files(2), 2))
                .isInstanceOf(Backup.NoRoom.class)
                .hasMessageContaining("no room")
                .hasMessageContaining("--keep");

        assertThat(disk.names()).isEqualTo(before);
        room.set(Long.MAX_VALUE);
        assertThat(restored(newest())).isEqualTo(values(files(1)));
    }

    @Test
    void aDamagedPieceIsFoundNotRestoredAndWrittenAgain() throws IOException {
        save(files(1), 2);
        Piece rotten = newest().files().getFirst().pieces().getFirst();
        disk.flip(PIECES + rotten.name(), 7);

        assertThat(medium().complaints(newest()))
                .containsExactly("a: pieces/" + rotten.name() + " is missing or damaged");
        assertThatThrownBy(() -> restored(newest()))
                .hasMessage(
                        "generation 1 is damaged: a: pieces/"
                                + rotten.name()
                                + " is missing or damaged");

        save(files(1), 2);

        for (Manifest each : medium().find().complete().values()) {
            assertThat(medium().complaints(each)).isEmpty();
        }
    }

    @Test
    void aTornManifestIsNoBackup() throws IOException {
        save(files(1), 3);
        save(files(2), 3);
        String torn = FOLDER + "generation-00000002";
        disk.truncate(torn, disk.bytes(torn).length - 10);

        Medium.Found found = medium().find();

        assertThat(found.complete().keySet()).containsExactly(1);
        assertThat(found.broken())
                .containsExactly(
                        Map.entry(
                                "generation-00000002", "not complete: its checksum does not fit"));
        assertThat(save(files(3), 3).manifest().generation()).isEqualTo(2);
        assertThat(medium().find().broken()).isEmpty();
    }

    @Test
    void onlyTheNewestStayAndWhatTheyNeed() throws IOException {
        for (int n = 1; n <= 4; n++) {
            save(files(n), 2);
        }

        assertThat(medium().find().complete().keySet()).containsExactly(3, 4);
        assertThat(disk.names().stream().filter(name -> name.startsWith(PIECES)))
                .as("a is the same in all, b and c are their own")
                .hasSize(5);
    }

    @Test
    void theBackupsOfAnotherBoxAreNotMixedIn() throws IOException {
        save(files(1), 2);

        assertThatThrownBy(() -> Backup.begin(medium(), "fedcba9876543210", room::get))
                .hasMessageContaining("backups of box " + BOX + " are there");
    }

    @Test
    void whatANewerProgramWroteIsLeftAlone() throws IOException {
        String line = "{\"format\":2}";
        byte[] manifest =
                (line + "\n" + Digest.sha256Hex(line.getBytes(UTF_8)) + "\n").getBytes(UTF_8);
        try (DiskFile file = disk.create(FOLDER + "generation-00000009")) {
            file.write(ByteBuffer.wrap(manifest), 0);
        }

        assertThatThrownBy(() -> save(files(1), 1)).hasMessageContaining("a newer one wrote it");

        assertThat(disk.names()).containsExactly(FOLDER + "generation-00000009");
    }

    @Test
    void aMediumDoesNotSayThatFilesGoElsewhere() {
        for (String name : List.of("../x", "a/../../x", "/etc/x", "a//b", ".", "")) {
            assertThatThrownBy(() -> new Saved(name, 0, false, List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsSealedOpensWithTheSameSealOnly() throws IOException {
        byte[] key = "the key of a box".getBytes(UTF_8);
        Backup backup = Backup.begin(medium(), BOX, room::get);
        backup.sealed("identity.key", key, SEAL);
        finish(backup, Map.of(), 1);
        Seal other = Seal.of(Seal.newKey());

        for (String name : disk.names()) {
            assertThat(new String(disk.bytes(name), UTF_8)).doesNotContain("key of a box");
        }
        SimulatedDisk target = new SimulatedDisk(5);
        assertThat(restore(newest(), target).sealed(Optional.empty()))
                .containsExactly("identity.key");
        assertThat(restore(newest(), target).sealed(Optional.of(other)))
                .containsExactly("identity.key");
        assertThat(restore(newest(), target).sealed(Optional.of(SEAL))).isEmpty();
        assertThat(target.bytes("/identity.key")).isEqualTo(key);
    }

    private Medium medium() {
        return new Medium(new Part(disk, FOLDER), new Part(new Full(disk, room), PIECES));
    }

    private Manifest newest() throws IOException {
        return medium().find().newest().orElseThrow();
    }

    /// Three files, of which `a` is the same for all `n`.
    private static Map<String, byte[]> files(int n) {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("a", noise(0, 9_000));
        files.put("b", noise(100 + n, 10_000));
        files.put("journal/c", noise(200 + n, 10_000));
        return files;
    }

    private static byte[] noise(int seed, int bytes) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        return noise;
    }

    private static DiskFile file(byte[] content) throws IOException {
        DiskFile file = new SimulatedDisk(0).create("source");
        file.write(ByteBuffer.wrap(content), 0);
        return file;
    }

    private Backup.Done save(Map<String, byte[]> files, int keep) throws IOException {
        Backup backup = Backup.begin(medium(), BOX, room::get);
        Map<String, Backup.Kept> kept = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> each : files.entrySet()) {
            int bytes = each.getValue().length;
            kept.put(
                    each.getKey(), backup.keep(each.getKey(), file(each.getValue()), bytes, bytes));
        }
        return finish(backup, kept, keep);
    }

    private static Backup.Done finish(Backup backup, Map<String, Backup.Kept> kept, int keep)
            throws IOException {
        StoreImage.Taken<Backup.Kept> taken = new StoreImage.Taken<>(BOX, 1, 9, kept, List.of());
        backup.store(taken);
        return backup.finish(taken, "test", MADE, keep);
    }

    private Restore restore(Manifest manifest, Disk target) {
        return new Restore(medium(), manifest, path -> new Part(target, path + "/"));
    }

    private static Map<String, Bytes> values(Map<String, byte[]> files) {
        Map<String, Bytes> values = new TreeMap<>();
        files.forEach((name, content) -> values.put(name, Bytes.wrap(content)));
        return values;
    }

    private Map<String, Bytes> restored(Manifest manifest) throws IOException {
        SimulatedDisk target = new SimulatedDisk(5);
        Restore restore = restore(manifest, target);
        restore.plain();
        restore.sync();
        target.cut();
        target.powerOn();
        Map<String, Bytes> files = new TreeMap<>();
        for (String name : target.names()) {
            files.put(
                    name.startsWith("/") ? name.substring(1) : name,
                    Bytes.wrap(target.bytes(name)));
        }
        return files;
    }
}
