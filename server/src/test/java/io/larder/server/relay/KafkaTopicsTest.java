package io.larder.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.larder.server.relay.kafka.KafkaSettings;
import io.larder.server.relay.kafka.KafkaUpstream;
import io.larder.storage.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/// Which topics there are, who makes them, and what they do not take.
class KafkaTopicsTest extends KafkaSite {
    @Test
    void aRecordThatTheTopicDoesNotTakeIsTooLargeAndTheNextOneGoes() {
        broker().admin(admin ->
                admin.createTopics(
                                List.of(
                                        new NewTopic(prefix + ".photo", 1, (short) 1)
                                                .configs(Map.of("max.message.bytes", "2000"))))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        StringBuilder noise = new StringBuilder();
        new java.util.Random(5).ints(9000, 'a', 'z').forEach(it -> noise.append((char) it));
        try (Upstream upstream = upstream()) {
            greeting(upstream);

            assertThat(
                            upstream.load(
                                            parcel(
                                                    1,
                                                    "photo",
                                                    record(1, "photo", ",\"x\":\"" + noise + "\"")))
                                    .deliver())
                    .isInstanceOf(Upstream.TooLarge.class);
            assertThat(upstream.load(parcel(1, "photo", record(1, "photo", ""))).deliver())
                    .isEqualTo(taken(2));
        }
        assertThat(data()).hasSize(1);
    }

    @Test
    void aPictureOfThreeMegabytesFitsATopicThatTheBoxMade() {
        StringBuilder content = new StringBuilder();
        new java.util.Random(6).ints(4 << 20, 'A', 'Z').forEach(it -> content.append((char) it));
        String json = record(1, "photo", ",\"contentBase64\":\"" + content + "\"");
        try (Upstream upstream = upstream()) {
            greeting(upstream);

            assertThat(upstream.load(parcel(1, "photo", json)).deliver()).isEqualTo(taken(2));
        }
        assertThat(data()).containsExactly(json);
    }

    @Test
    void aKindThatNobodyKnowsMakesNoTopicOfItsOwn() {
        try (Upstream upstream = upstream()) {
            greeting(upstream);
            assertThat(upstream.load(parcel(1, "cursors", record(1, "cursors", ""))).deliver())
                    .isEqualTo(taken(2));
        }
        assertThat(broker().committed(prefix).stream().map(ConsumerRecord::topic).toList())
                .containsExactlyInAnyOrder(prefix + ".other", prefix + ".cursors");
    }

    @Test
    void aCursorIsFoundAlsoWhenItsTopicGotMorePartitions() {
        try (Upstream upstream = upstream()) {
            greeting(upstream);
            upstream.load(parcel(1, "purchase", record(1, "purchase", ""))).deliver();
        }
        for (int count = 9; count < 12; count++) {
            Map<String, NewPartitions> more =
                    Map.of(prefix + ".cursors", NewPartitions.increaseTo(count));
            broker().admin(admin ->
                    admin.createPartitions(more)
                            .all()
                            .toCompletionStage()
                            .toCompletableFuture()
                            .join());
            try (Upstream upstream = upstream()) {
                assertThat(greeting(upstream))
                        .isEqualTo(new Upstream.Welcome(new Position(2, 0), Optional.of("m1")));
            }
        }
    }

    @Test
    void aCursorTopicThatForgetsIsRefused() {
        broker().admin(admin ->
                admin.createTopics(List.of(new NewTopic(prefix + ".cursors", 1, (short) 1)))
                        .all()
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        try (Upstream upstream = upstream()) {
            assertThat(greeting(upstream))
                    .isInstanceOfSatisfying(
                            Upstream.Down.class,
                            down -> assertThat(down.why()).contains("expected compact"));
        }
    }

    @Test
    void topicsThatMayNotBeMadeAreNamed() {
        KafkaSettings made = broker().settings("hq", prefix, line().port(), ANSWER);
        KafkaSettings settings =
                new KafkaSettings(
                        made.name(),
                        made.servers(),
                        made.prefix(),
                        made.tls(),
                        made.login(),
                        new KafkaSettings.Making(false, Optional.empty(), Optional.empty()),
                        made.compression(),
                        made.answer(),
                        made.transaction());
        try (Upstream upstream = new KafkaUpstream(settings)) {
            assertThat(greeting(upstream))
                    .isEqualTo(
                            Upstream.Down.because(
                                    "there is no topic "
                                            + prefix
                                            + ".cursors that we may see, and none is made by us"));
        }
    }
}
