package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.conformance.Conforms;
import io.larder.server.json.Json;
import io.larder.storage.EntryKind;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What must hold when a box or a headquarters was restored from an old copy of itself.
abstract class RestoredContract extends HeadquartersSite {
    @Test
    @Conforms("DUR-008")
    void aBoxRestoredFromAnOldCopyBeginsANewEpochAndOverwritesNothing() throws Exception {
        restored(0);
    }

    @Test
    @Conforms("DUR-008")
    void aRestoredBoxThatHasGrownPastHeadquartersIsNoticedAllTheSame() throws Exception {
        restored(10);
    }

    private void restored(int uploadsBeforeTheLineIsBack) throws Exception {
        box.takeMany(0, 4, 5);
        relay();
        box.drained();
        box.close();
        SmallBox.copy(folder.resolve("box"), folder.resolve("box-copy"));
        box = new SmallBox(folder.resolve("box"));
        box.takeMany(20, 4, 5);
        relay();
        proveAllThereOnce();
        List<String> before = headquarters.records();
        long firstEpoch = box.store.journal().epoch();
        box.close();

        SmallBox.copy(folder.resolve("box-copy"), folder.resolve("box"));
        box = new SmallBox(folder.resolve("box"));
        // The terminals send again what only the lost copy had, and go on.
        box.takeMany(20, uploadsBeforeTheLineIsBack, 5);
        Relay relay = relay();
        box.drained();
        box.takeMany(20 + 5 * uploadsBeforeTheLineIsBack, 6, 5);
        box.drained();

        List<Map<String, Object>> changes = box.journaled(EntryKind.EPOCH);
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst()).containsEntry("fromSeq", 5L);
        assertThat(relay.state().alarms()).hasSize(1);
        List<String> after = headquarters.records();
        assertThat(after).startsWith(before.toArray(String[]::new));
        assertThat(after.stream().map(it -> Json.read(it).get("key")).toList())
                .containsExactlyElementsOf(
                        IntStream.range(0, 20 + 5 * (uploadsBeforeTheLineIsBack + 6))
                                .mapToObj(i -> (Object) ("BUYLOG/" + i))
                                .toList());
        assertThat(Json.read(after.getLast()))
                .containsEntry("epoch", changes.getFirst().get("epoch"))
                .doesNotContainEntry("epoch", firstEpoch);
        proveTheNewEpochSurvivesARestart(changes);
    }

    private void proveTheNewEpochSurvivesARestart(List<Map<String, Object>> changes)
            throws Exception {
        box.close();
        box = new SmallBox(folder.resolve("box"));
        box.take(9000, "after the restart");
        Relay relay = relay();
        box.drained();

        assertThat(relay.state().alarms()).isEmpty();
        assertThat(box.journaled(EntryKind.EPOCH)).isEqualTo(changes);
        assertThat(Json.read(headquarters.records().getLast()))
                .containsEntry("key", "BUYLOG/9000")
                .containsEntry("epoch", changes.getFirst().get("epoch"));
    }

    @Test
    @Conforms("DUR-008")
    void aHeadquartersRestoredFromAnOldCopyGetsTheRestAgain() throws Exception {
        box.takeMany(0, 4, 5);
        Relay relay = relay();
        box.drained();
        headquarters.stop();
        headquarters.keepCopy();
        headquarters.start();
        line.heal();
        box.takeMany(20, 4, 5);
        box.drained();
        headquarters.stop();
        headquarters.restoreCopy();
        headquarters.start();
        line.heal();
        box.takeMany(40, 1, 5);

        proveAllThereOnce();
        assertThat(relay.state().alarms()).isEmpty();
    }
}
