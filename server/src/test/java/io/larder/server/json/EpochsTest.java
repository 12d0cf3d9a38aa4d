package io.larder.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.json.Epochs.Change;
import io.larder.server.json.Epochs.Life;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EpochsTest {
    @Test
    void aChangeHoldsFromItsEntryOn() {
        Epochs epochs = new Epochs(7);
        epochs.add(new Change(8, 50));

        assertThat(epochs.epoch(1)).isEqualTo(7);
        assertThat(epochs.epoch(49)).isEqualTo(7);
        assertThat(epochs.epoch(50)).isEqualTo(8);
        assertThat(epochs.lives())
                .containsExactly(new Life(7, 1, 50), new Life(8, 50, Long.MAX_VALUE));
    }

    @Test
    void theLatestChangeWinsWhateverHeldThereBefore() {
        Epochs epochs = new Epochs(7);
        epochs.learn(
                Map.of(
                        "epoch.100", new Change(9, 40).write(),
                        "epoch.60", new Change(8, 50).write(),
                        "other", "fact"));
        epochs.add(new Change(8, 50));

        assertThat(epochs.lives())
                .containsExactly(new Life(7, 1, 40), new Life(9, 40, Long.MAX_VALUE));
    }

    @Test
    void aChangeAtTheFirstEntryReplacesTheFirstEpoch() {
        Epochs epochs = new Epochs(7);
        epochs.add(new Change(8, 1));

        assertThat(epochs.lives()).containsExactly(new Life(8, 1, Long.MAX_VALUE));
    }

    @Test
    void aChangeIsWrittenAndRead() {
        assertThat(new Change(9, 40).write()).isEqualTo("{\"epoch\":9,\"fromSeq\":40}");
        assertThat(Change.read("{\"epoch\":9,\"fromSeq\":40}")).isEqualTo(new Change(9, 40));
    }
}
