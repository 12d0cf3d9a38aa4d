package io.larder.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.larder.storage.disk.SimulatedDisk;
import io.larder.storage.disk.SimulatedDisk.Call;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final String FILE = "cursor-hq";
    private static final Position SECOND = new Position(2, 0);
    private static final Position THIRD = new Position(3, 7);

    private final SimulatedDisk disk = new SimulatedDisk(9);

    @Test
    void aNewCursorStandsBeforeEverything() throws IOException {
        assertThat(reopened(disk)).isEqualTo(Position.START);
    }

    @Test
    void aMoveIsOneWriteAndOneFlush() throws IOException {
        try (Cursor cursor = Cursor.open(disk, "hq")) {
            long calls = disk.calls();
            long bytes = disk.forcedBytes();
            cursor.move(SECOND);

            assertThat(disk.calls() - calls).isEqualTo(2);
            assertThat(disk.forcedBytes() - bytes).isEqualTo(4096);
        }
    }

    @Test
    void whenASlotIsInvalidTheOtherCounts() throws IOException {
        moveTwice();
        disk.flip(FILE, 10);

        assertThat(reopened(disk)).isEqualTo(SECOND);
    }

    @Test
    void whenBothSlotsAreInvalidTheCursorStandsAtTheStart() throws IOException {
        moveTwice();
        disk.flip(FILE, 10);
        disk.flip(FILE, Block.PAGE + 10);

        assertThat(reopened(disk)).isEqualTo(Position.START);
    }

    @Test
    void aShortFileKeepsTheSlotItHas() throws IOException {
        moveTwice();
        disk.truncate(FILE, Block.PAGE);

        assertThat(reopened(disk)).isEqualTo(THIRD);
    }

    @Test
    void aFailedMoveLeavesTheCursorWhereItWas() throws IOException {
        moveTwice();
        try (Cursor cursor = Cursor.open(disk, "hq")) {
            disk.failAt(1, Call.FORCE);
            assertThatThrownBy(() -> cursor.move(new Position(9, 0)))
                    .isInstanceOf(IOException.class);
            assertThat(cursor.position()).isEqualTo(THIRD);
        }
        assertThat(reopened(disk)).isEqualTo(THIRD);
    }

    @Test
    void aPlaceThatWasReadSurvivesAPowerCut() throws IOException {
        for (long seed = 1; seed <= 8; seed++) {
            SimulatedDisk lingering =
                    new SimulatedDisk(seed)
                            .afterFailedForce(SimulatedDisk.AfterFailedForce.LINGERING);
            try (Cursor cursor = Cursor.open(lingering, "hq")) {
                cursor.move(SECOND);
                lingering.failAt(1, Call.FORCE);
                assertThatThrownBy(() -> cursor.move(THIRD)).isInstanceOf(IOException.class);
            }
            assertThat(reopened(lingering)).isEqualTo(THIRD);
            lingering.cut();
            lingering.powerOn();

            assertThat(reopened(lingering)).as("seed %d", seed).isEqualTo(THIRD);
        }
    }

    @Test
    void aCutDuringAMoveLeavesTheOldPlaceOrTheNew() throws IOException {
        for (int k = 1; k <= 12; k++) {
            for (long seed = 1; seed <= 8; seed++) {
                SimulatedDisk cut = new SimulatedDisk(seed).shorn().namesAtRandom();
                Position safe = Position.START;
                cut.cutAt(k);
                try (Cursor cursor = Cursor.open(cut, "hq")) {
                    for (Position next : new Position[] {SECOND, THIRD, new Position(4, 0)}) {
                        cursor.move(next);
                        safe = next;
                    }
                } catch (IOException e) {
                    assertThat(cut.isOff()).isTrue();
                }
                cut.powerOn();
                Position next = new Position(safe.seq() + 1, safe.equals(SECOND) ? 7 : 0);

                assertThat(reopened(cut)).as("call %d, seed %d", k, seed).isIn(safe, next);
            }
        }
    }

    private void moveTwice() throws IOException {
        try (Cursor cursor = Cursor.open(disk, "hq")) {
            cursor.move(SECOND);
            cursor.move(THIRD);
        }
    }

    private static Position reopened(SimulatedDisk disk) throws IOException {
        try (Cursor cursor = Cursor.open(disk, "hq")) {
            return cursor.position();
        }
    }
}
