package io.larder.server.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.cli.stage.Child;
import io.larder.server.cli.stage.Stage;
import io.larder.server.conformance.Conforms;
import io.larder.server.proof.Card.FileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The box's data is on a card that loses its power at moments that are drawn: while the box works,
/// while it recovers, while a backlog drains. Headquarters has another disk.
///
/// Many cuts, as root: `mvn -pl server -am test -Dtest=PowerCutTest
/// -Dsurefire.failIfNoSpecifiedTests=false -Dlarder.powerCuts=50`
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("larder.powerCuts", 2);
    private static final int WORK_MILLIS = 3_000;
    private static final int DRAIN_MILLIS = 2_500;

    /// A process may live on a little while the card is dead already: it must not say `OK` then.
    private static final int DEAD_MILLIS = 300;

    private static final int ENOUGH_TO_LOSE = 100;
    private static final Duration BEAT = Duration.ofMillis(100);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @ParameterizedTest
    @EnumSource
    @Conforms({"DUR-001", "DUR-002", "DUR-004"})
    void aCardThatLosesItsPowerAtAnyMomentLosesAndDoublesNothing(FileSystem kind) throws Exception {
        String name = "power cuts under " + kind;
        Tool.need(name, Card.whyNot(kind));
        try (Card card = Card.insert(folder, kind);
                Trial trial = Trial.begin(name, setup(card))) {
            for (int i = 0; i < CUTS; i++) {
                cut(card, trial);
            }
            trial.settle(CUTS + " power cuts");
        }
    }

    /// What headquarters has taken is on its own medium before the box hears of it.
    @ParameterizedTest
    @EnumSource
    @Conforms({"DUR-001", "DUR-007"})
    void aBoxAndAHeadquartersThatLoseTheirPowerTogetherLoseAndDoubleNothing(FileSystem kind)
            throws Exception {
        String name = "common power cuts under " + kind;
        Tool.need(name, Card.whyNot(kind));
        try (Card card = Card.insert(folder, kind);
                Trial trial =
                        Trial.begin(
                                name,
                                setup(card)
                                        .withHeadquarters(card.folder().resolve("headquarters")))) {
            for (int i = 0; i < CUTS; i++) {
                trial.work(WORK_MILLIS);
                cutAndStart(card, trial, trial.stage().headquarters());
            }
            trial.settle(CUTS + " power cuts of both");
        }
    }

    /// The negative control: what finds no losses here would find none anywhere.
    @Test
    void withoutFlushingTheSameCutLosesWhatWasAcknowledged() throws Exception {
        Tool.need("flushing, under ext4", Card.whyNot(FileSystem.EXT4));
        try (Card card = Card.insert(folder, FileSystem.EXT4);
                Trial trial =
                        Trial.begin(
                                "flushing, under ext4",
                                setup(card).withBoxSetting("journal.sync=false"))) {
            trial.stage().line().cut();
            while (trial.acknowledged() < ENOUGH_TO_LOSE) {
                assertThat(trial.stage().box().endsWithin(BEAT)).isFalse();
            }
            cutAndStart(card, trial);
            trial.settleWithLosses("1 power cut");
        }
    }

    private Stage.Setup setup(Card card) {
        return Trial.small(folder).withBox(card.folder().resolve("box"));
    }

    private static void cut(Card card, Trial trial) throws IOException, InterruptedException {
        switch (trial.draw(4)) {
            case 0 -> startAgain(trial);
            case 1 -> drain(trial);
            case 2 -> trial.work(WORK_MILLIS);
            default -> {
                // What only the box has cannot be made good by headquarters.
                trial.stage().line().cut();
                trial.work(WORK_MILLIS);
            }
        }
        cutAndStart(card, trial);
        trial.stage().line().heal();
    }

    private static void startAgain(Trial trial) throws IOException, InterruptedException {
        trial.work(WORK_MILLIS);
        trial.stage().box().kill();
        trial.stage().box().begin();
        trial.playStart();
    }

    private static void drain(Trial trial) throws InterruptedException {
        trial.stage().line().cut();
        trial.work(WORK_MILLIS);
        trial.stage().line().heal();
        trial.play(DRAIN_MILLIS);
    }

    private static void cutAndStart(Card card, Trial trial, Child... alsoOnTheCard)
            throws IOException, InterruptedException {
        card.cutPower();
        boolean noticed =
                trial.stage().box().endsWithin(Duration.ofMillis(trial.draw(DEAD_MILLIS)));
        for (Child child : alsoOnTheCard) {
            child.kill();
        }
        if (!noticed) {
            trial.stage().box().kill();
        }
        card.powerOn();
        for (Child child : alsoOnTheCard) {
            child.begin();
        }
        trial.restartBox();
    }
}
