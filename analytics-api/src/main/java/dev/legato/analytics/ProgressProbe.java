package dev.legato.analytics;

import dev.legato.analytics.CountingProgress.Place;
import dev.legato.contracts.Topics;
import dev.legato.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Asks Kafka, not Kafka Streams, how far counting has got.
 *
 * <ul>
 *   <li>In {@code plays}: from the group's committed offset to the end.
 *   <li>In the topics that counting writes by transactions: from the last stable offset, beyond which no reader gets, to
 *       the end. A transaction takes a tenth of a second; one that stays open stops every reader.
 * </ul>
 *
 * Not safe for use by two threads at once.
 */
final class ProgressProbe implements AutoCloseable {
    private static final long ANSWER_SECONDS = 10;
    private static final int REQUEST_MS = 5_000;

    private final KafkaSettings kafka;
    private final String group;
    private @Nullable Admin admin;

    ProgressProbe(KafkaSettings kafka, String group) {
        this.kafka = kafka;
        this.group = group;
    }

    /** Looks at every partition; blocks for some seconds at most if Kafka does not answer. */
    Map<TopicPartition, Place> look() throws ExecutionException, InterruptedException, TimeoutException {
        Admin asked = admin();
        Set<String> topics = new HashSet<>(ResultTopics.ALL);
        topics.add(group + "-" + PlaysTopology.BY_TRACK + "-repartition");
        topics.add(Topics.HEARD);
        topics.add(Topics.dead(Topics.PLAYS));
        topics.retainAll(get(asked.listTopics().names()));
        topics.add(Topics.PLAYS);
        Map<Boolean, Set<TopicPartition>> partitions =
                get(asked.describeTopics(topics).allTopicNames()).values().stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                        .collect(Collectors.partitioningBy(
                                partition -> partition.topic().equals(Topics.PLAYS), Collectors.toSet()));
        Map<TopicPartition, Place> places = new HashMap<>();
        places.putAll(plays(asked, partitions.getOrDefault(true, Set.of())));
        places.putAll(results(asked, partitions.getOrDefault(false, Set.of())));
        return places;
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    private Map<TopicPartition, Place> plays(Admin asked, Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        var committed = get(asked.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        var starts = offsets(asked, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        var ends = offsets(asked, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        return places(partitions, ends, partition -> {
            var offset = committed.get(partition);
            return Math.max(starts.getOrDefault(partition, 0L), offset == null ? 0 : offset.offset());
        });
    }

    private static Map<TopicPartition, Place> results(Admin asked, Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        var ends = offsets(asked, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        // Asked after the ends: what is committed in between counts as read.
        var stable = offsets(asked, partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        return places(partitions, ends, partition -> stable.getOrDefault(partition, 0L));
    }

    private static Map<TopicPartition, Place> places(
            Set<TopicPartition> partitions, Map<TopicPartition, Long> ends, Function<TopicPartition, Long> position) {
        return partitions.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        partition -> new Place(position.apply(partition), ends.getOrDefault(partition, 0L))));
    }

    private static Map<TopicPartition, Long> offsets(
            Admin asked, Collection<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> question =
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> which));
        Map<TopicPartition, ListOffsetsResultInfo> answer = get(
                asked.listOffsets(question, new ListOffsetsOptions(isolation)).all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private Admin admin() {
        Admin known = admin;
        if (known == null) {
            Map<String, Object> properties = new HashMap<>(kafka.properties());
            properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MS);
            properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MS);
            known = Admin.create(properties);
            admin = known;
        }
        return known;
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }
}
