package dev.legato.embedded;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
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

    private static void remove(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        List<String> groups =
                admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get(SECONDS, TimeUnit.SECONDS).stream()
                        .map(GroupListing::groupId)
                        .toList();
        Map<String, ConsumerGroupDescription> described =
                admin.describeConsumerGroups(groups).all().get(SECONDS, TimeUnit.SECONDS);
        for (ConsumerGroupDescription group : described.values()) {
            if (!group.members().isEmpty()) {
                LOG.info(
                        "Group {} forgets {} members of the broker's last run",
                        group.groupId(),
                        group.members().size());
                admin.removeMembersFromConsumerGroup(group.groupId(), new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get(SECONDS, TimeUnit.SECONDS);
            }
        }
    }
}
