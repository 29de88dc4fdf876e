package dev.legato.edge.cluster;

import dev.legato.cluster.Cluster;
import dev.legato.cluster.Cluster.Member;
import dev.legato.cluster.Cluster.Subscription;
import dev.legato.edge.cluster.Announcement.Kind;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The edges that can be asked: members of the cluster that have announced where they listen. Each announces itself when it
 * begins to listen, when the members change, when it hears of one it did not know, and every few seconds, since what is
 * published arrives at most once. For any thread.
 */
final class Roster {
    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);
    private static final String TOPIC = "edge.nodes";
    private static final int MAX_ANNOUNCED = 10_000;
    private static final Duration REPEAT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Cluster cluster;
    private final EdgeClusterSettings settings;
    private final boolean tls;
    private final Consumer<EdgeNode> joined;
    private final Map<String, EdgeNode> announced = new HashMap<>();
    private final Set<String> joining = new HashSet<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private volatile List<EdgeNode> others = List.of();
    private volatile EdgeNode self;
    private int port;
    private boolean leaving;
    private long timer = -1;

    /**
     * @param tls whether this edge speaks TLS
     * @param joined called for each edge that can be asked from now on; must not wait
     */
    Roster(Vertx vertx, Cluster cluster, EdgeClusterSettings settings, boolean tls, Consumer<EdgeNode> joined) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.settings = settings;
        this.tls = tls;
        this.joined = joined;
        this.self = look();
    }

    /** Begins to follow who is there. */
    synchronized void join() {
        subscriptions.add(cluster.subscribe(TOPIC, this::heard));
        subscriptions.add(cluster.onMembers(_ -> membersChanged()));
        timer = vertx.setPeriodic(REPEAT.toMillis(), _ -> announce());
        announce();
    }

    /** Announces that this edge listens. */
    synchronized void listening(int listeningPort) {
        port = listeningPort;
        self = look();
        announce();
    }

    /** Announces that this edge is about to stop; nobody asks it from then on. */
    synchronized void leave() {
        if (!leaving && port > 0) {
            leaving = true;
            announce();
        }
        leaving = true;
        vertx.cancelTimer(timer);
        subscriptions.forEach(Subscription::cancel);
        subscriptions.clear();
    }

    /** This edge. */
    EdgeNode self() {
        return self;
    }

    /** Looked up again at each change: after two parts of a cluster have met, its member may have another id. */
    private EdgeNode look() {
        Member member = cluster.self();
        return settings.node(member.id(), member.host(), port, tls);
    }

    /** The other edges that can be asked. */
    List<EdgeNode> others() {
        return others;
    }

    /** Whether some other member has said nothing at all yet. */
    synchronized boolean isAnyoneSilent() {
        return cluster.members().stream()
                .map(Member::id)
                .anyMatch(id -> !id.equals(self.member()) && !announced.containsKey(id) && !joining.contains(id));
    }

    private synchronized void heard(byte[] payload) {
        Announcement news = Announcement.decode(payload);
        if (news == null || leaving || news.node().member().equals(self.member())) {
            return;
        }
        EdgeNode node = news.node();
        boolean known =
                switch (news.kind()) {
                    case JOINING -> !joining.add(node.member());
                    case HERE -> node.equals(announced.put(node.member(), node));
                    case LEAVING -> {
                        announced.remove(node.member());
                        yield true;
                    }
                };
        refresh();
        if (!known) {
            announce();
        }
    }

    private synchronized void membersChanged() {
        if (!leaving) {
            self = look();
            refresh();
            announce();
        }
    }

    private void refresh() {
        Set<String> members = cluster.members().stream().map(Member::id).collect(Collectors.toSet());
        announced.keySet().removeIf(id -> !members.contains(id) && (isOld(id) || announced.size() > MAX_ANNOUNCED));
        joining.retainAll(members);
        List<EdgeNode> before = others;
        List<EdgeNode> now = announced.values().stream()
                .filter(node -> members.contains(node.member()))
                .toList();
        others = now;
        if (!now.equals(before)) {
            LOG.info("{} other edges share the cache", now.size());
        }
        now.stream().filter(node -> !before.contains(node)).forEach(joined);
    }

    /** Whether a member was there and is gone; an announcement may also come before the news of its member. */
    private boolean isOld(String id) {
        return others.stream().anyMatch(node -> node.member().equals(id));
    }

    private synchronized void announce() {
        if (!subscriptions.isEmpty() || leaving) {
            Kind kind = leaving ? Kind.LEAVING : port > 0 ? Kind.HERE : Kind.JOINING;
            publish(new Announcement(kind, self));
        }
    }

    private void publish(Announcement news) {
        try {
            var _ = cluster.publish(TOPIC, news.encode())
                    .onFailure(failure -> LOG.debug("announcing failed: {}", failure.toString()));
        } catch (RuntimeException e) {
            LOG.debug("announcing failed: {}", e.toString()); // thrown once this process has left the cluster
        }
    }
}
