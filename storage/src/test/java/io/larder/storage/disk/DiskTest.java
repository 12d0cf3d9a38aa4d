package io.larder.storage.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every disk must do, held by the real one and the simulated one alike.
class DiskTest {
    abstract static class Contract {
        Disk disk;

        abstract Disk make(Path folder) throws IOException;

        @BeforeEach
        void makeIn(@TempDir Path folder) throws IOException {
            disk = make(folder);
        }

        @Test
        void whatWasWrittenIsReadAlsoByAnotherHandle() throws IOException {
            try (DiskFile file = disk.create("a")) {
                write(file, "hello", 3);
                file.force();
                file.forceAll();
            }
            disk.sync();
            try (DiskFile file = disk.open("a")) {
                assertThat(file.size()).isEqualTo(8);
                assertThat(read(file, 10, 2)).isEqualTo("\0hello");
                assertThat(read(file, 3, 4)).isEqualTo("ell");
                assertThat(read(file, 3, 8)).isEmpty();
            }
        }

        @Test
        void aWriteInTheMiddleLeavesTheRest() throws IOException {
            try (DiskFile file = disk.create("a")) {
                write(file, "hello", 0);
                write(file, "ipp", 1);
                assertThat(read(file, 9, 0)).isEqualTo("hippo");
            }
        }

        @Test
        void namesAreListedRenamedReplacedAndRemoved() throws IOException {
            disk.create("a").close();
            disk.create("b").close();
            try (DiskFile file = disk.create("c")) {
                write(file, "c", 0);
            }
            disk.rename("c", "b");
            disk.delete("a");

            assertThat(disk.list()).containsExactly("b");
            try (DiskFile file = disk.open("b")) {
                assertThat(file.size()).isEqualTo(1);
            }
        }

        @Test
        void aFileThatIsOpenOutlivesItsName() throws IOException {
            try (DiskFile file = disk.create("a")) {
                disk.rename("a", "b");
                write(file, "x", 0);
                assertThat(read(file, 1, 0)).isEqualTo("x");
            }
        }

        @Test
        void aMissingNameAndATakenOneAreToldApart() throws IOException {
            disk.create("a").close();

            assertThatThrownBy(() -> disk.create("a"))
                    .isInstanceOf(FileAlreadyExistsException.class);
            assertThatThrownBy(() -> disk.open("b")).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> disk.rename("b", "c")).isInstanceOf(NoSuchFileException.class);
            assertThatThrownBy(() -> disk.delete("b")).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Nested
    class RealDiskTest extends Contract {
        @Override
        Disk make(Path folder) throws IOException {
            return RealDisk.at(folder);
        }

        @Test
        void filesAreForTheirOwnerOnly(@TempDir Path folder) throws IOException {
            RealDisk.at(folder).create("a").close();

            assertThat(Files.getPosixFilePermissions(folder.resolve("a")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }

        @Test
        void forLookingOnlyMeansThatNothingIsChanged(@TempDir Path folder) throws IOException {
            RealDisk.at(folder).create("a").close();
            Disk looking = RealDisk.readOnly(folder);

            assertThat(looking.list()).containsExactly("a");
            assertThatThrownBy(() -> looking.create("b")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> looking.rename("a", "b")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> looking.delete("a")).isInstanceOf(IOException.class);
            assertThatThrownBy(looking::sync).isInstanceOf(IOException.class);
            try (DiskFile file = looking.open("a")) {
                assertThatThrownBy(() -> write(file, "x", 0)).isInstanceOf(Exception.class);
            }
            assertThat(looking.list()).containsExactly("a");
        }
    }

    @Nested
    class SimulatedDiskTest extends Contract {
        private final SimulatedDisk simulated = new SimulatedDisk(4);

        @Override
        Disk make(Path folder) {
            return simulated;
        }

        @Test
        void aCutLosesWhatWasNotForcedAndNamesThatWereNotSynced() throws IOException {
            try (DiskFile file = simulated.create("a")) {
                write(file, "old", 0);
                file.force();
                simulated.sync();
                simulated.create("b").close();
                simulated.failAt(1, SimulatedDisk.Call.FORCE);
                write(file, "new", 0);
                assertThatThrownBy(file::force).isInstanceOf(IOException.class);
                file.force();
                assertThat(read(file, 3, 0)).isEqualTo("old");
                simulated.cut();
                assertThatThrownBy(file::size).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(simulated::list).isInstanceOf(IOException.class);
            simulated.powerOn();

            assertThat(simulated.list()).containsExactly("a");
            assertThat(new String(simulated.bytes("a"), US_ASCII)).isEqualTo("old");
        }
    }

    private static void write(DiskFile file, String text, long position) throws IOException {
        file.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), position);
    }

    private static String read(DiskFile file, int bytes, long position) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(bytes);
        int count = file.read(into, position);
        assertThat(into.position()).isEqualTo(Math.max(0, count));
        return new String(into.array(), 0, into.position(), US_ASCII);
    }
}
