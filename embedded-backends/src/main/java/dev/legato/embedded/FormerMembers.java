package dev.legato.embedded;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the members that consumer groups had when the broker was last killed. They are dead: the broker has just
 * started and nobody has joined. A group would otherwise wait for them until their session times out, 45 s by Kafka's
 * default, before anybody else gets a partition.
 */
final class FormerMembers {
    private static final Logger LOG = LoggerFactory.getLogger(FormerMembers.class);
    private static final long SECONDS = 30;

    private FormerMembers() {}

    /** Run it before any client of the broker starts. What cannot be removed is logged: it times out by itself. */
    static void remove(int brokerPort) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + brokerPort))) {
            remove(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("The removal of former members of consumer groups was interrupted", e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("Kafka's consumer groups keep their former members until these time out", e);
        }
    }

    static void remove(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        awaitGroups(admin);
        List<String> groups = get(
                        admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())
                .stream()
                .map(GroupListing::groupId)
                .toList();
        for (var described :
                admin.describeConsumerGroups(groups).describedGroups().entrySet()) {
            try {
                removeFrom(admin, get(described.getValue()));
            } catch (ExecutionException | RuntimeException e) {
                LOG.warn("Group {} keeps its former members until they time out", described.getKey(), e);
            }
        }
    }

    private static void removeFrom(Admin admin, ConsumerGroupDescription group)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!group.members().isEmpty()) {
            LOG.info(
                    "Removed from group {} {} members of the broker's last run",
                    group.groupId(),
                    group.members().size());
            get(admin.removeMembersFromConsumerGroup(group.groupId(), new RemoveMembersFromConsumerGroupOptions())
                    .all());
        }
    }

    /** Waits until the broker has loaded every group: until then it lists only those that it has. */
    private static void awaitGroups(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> topics =
                get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        if (!topics.contains(Topic.GROUP_METADATA_TOPIC_NAME)) {
            return;
        }
        int partitions =
                get(admin.describeTopics(List.of(Topic.GROUP_METADATA_TOPIC_NAME))
                                .allTopicNames())
                        .values()
                        .stream()
                        .mapToInt(topic -> topic.partitions().size())
                        .sum();
        for (KafkaFuture<ConsumerGroupDescription> described : admin.describeConsumerGroups(oneOfEach(partitions))
                .describedGroups()
                .values()) {
            try {
                var _ = get(described);
            } catch (ExecutionException e) {
                // Which only a loaded partition answers; one that is not yet is asked again.
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw e;
                }
            }
        }
    }

    /** Names of groups that do not exist, one in each partition of the topic that groups are kept in. */
    private static List<String> oneOfEach(int partitions) {
        Map<Integer, String> names = new HashMap<>();
        for (int number = 0; names.size() < partitions; number++) {
            String name = "none-" + number;
            names.putIfAbsent(Utils.abs(name.hashCode()) % partitions, name);
        }
        return List.copyOf(names.values());
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(SECONDS, TimeUnit.SECONDS);
    }
}
