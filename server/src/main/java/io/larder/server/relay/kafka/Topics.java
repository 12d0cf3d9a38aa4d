package io.larder.server.relay.kafka;

import io.larder.server.record.Kind;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// The topics of one prefix: one for each kind of record, one for kinds that this version does not
/// know, so that nobody can make topics by naming kinds, and one for the cursors.
final class Topics {
    private static final String OTHER = "other";
    private static final String CURSORS = "cursors";

    private final KafkaSettings settings;
    private final Clients clients;
    private final Set<String> known = new HashSet<>();

    Topics(KafkaSettings settings, Clients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    String cursors() {
        return settings.prefix() + "." + CURSORS;
    }

    /// The topic of a kind of record.
    static String of(KafkaSettings settings, String kind) {
        return settings.prefix() + "." + (Kind.of(kind).isPresent() ? kind : OTHER);
    }

    /// Looks which topics there are, makes sure of the one for cursors, and says how many
    /// partitions it has.
    int look() {
        known.clear();
        return clients.withAdmin(admin -> {
            DescribeTopicsResult found = admin.describeTopics(all());
            found.topicNameValues().forEach((name, each) -> note(name, each));
            if (known.add(cursors())) {
                make(admin, cursors());
            }
            mustBeCompacted(admin);
            return Wait.on(admin.describeTopics(List.of(cursors())).allTopicNames())
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
        });
    }

    private List<String> all() {
        return Stream.concat(
                        Arrays.stream(Kind.values()).map(Kind::word), Stream.of(OTHER, CURSORS))
                .map(word -> settings.prefix() + "." + word)
                .toList();
    }

    private void note(String name, KafkaFuture<?> described) {
        try {
            Wait.on(described);
            known.add(name);
        } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
            // Made, or asked for again, when there is a record for it.
        }
    }

    /// Makes those that are missing.
    void ensure(Collection<String> names) {
        List<String> missing = names.stream().filter(name -> !known.contains(name)).toList();
        if (!missing.isEmpty()) {
            clients.withAdmin(admin -> {
                missing.forEach(name -> make(admin, name));
                return missing.size();
            });
            known.addAll(missing);
        }
    }

    private void make(Admin admin, String name) {
        if (!settings.topics().allowed()) {
            throw new KafkaException(
                    "there is no topic " + name + " that we may see, and none is made by us");
        }
        try {
            Wait.on(admin.createTopics(List.of(fresh(name))).all());
        } catch (TopicExistsException e) {
            // Somebody was quicker.
        } catch (AuthorizationException e) {
            throw new KafkaException(
                    "there is no topic "
                            + name
                            + " that we may see, and we may not make it: make it, or grant CREATE",
                    e);
        }
    }

    private NewTopic fresh(String name) {
        KafkaSettings.Making making = settings.topics();
        if (name.equals(cursors())) {
            return new NewTopic(name, Optional.of(KafkaLimits.CURSOR_PARTITIONS), making.replicas())
                    .configs(
                            Map.of(
                                    TopicConfig.CLEANUP_POLICY_CONFIG,
                                    TopicConfig.CLEANUP_POLICY_COMPACT,
                                    TopicConfig.SEGMENT_BYTES_CONFIG,
                                    Integer.toString(KafkaLimits.CURSOR_SEGMENT_BYTES)));
        }
        // The time of the broker: a box without a clock of its own may think it is 1970, and what
        // is so old would be deleted at once.
        return new NewTopic(name, making.partitions(), making.replicas())
                .configs(
                        Map.of(
                                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                                "LogAppendTime",
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(KafkaLimits.MESSAGE_BYTES)));
    }

    /// A cursor that is deleted for its age would let everything be sent again.
    private void mustBeCompacted(Admin admin) {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, cursors());
        String policy;
        try {
            Config config =
                    Wait.on(admin.describeConfigs(List.of(topic)).all()).values().iterator().next();
            ConfigEntry entry = config.get(TopicConfig.CLEANUP_POLICY_CONFIG);
            policy = entry == null ? TopicConfig.CLEANUP_POLICY_COMPACT : entry.value();
        } catch (AuthorizationException e) {
            // Who may not look must trust the one who made it.
            return;
        }
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw new KafkaException(
                    "topic "
                            + cursors()
                            + " has "
                            + TopicConfig.CLEANUP_POLICY_CONFIG
                            + "="
                            + policy
                            + ", expected compact: a deleted cursor would send everything again");
        }
    }
}
