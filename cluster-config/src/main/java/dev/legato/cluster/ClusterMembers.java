package dev.legato.cluster;

import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.MembershipEvent;
import dev.legato.cluster.Cluster.Member;
import dev.legato.cluster.Cluster.Subscription;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is in the cluster; says in the log when someone joins or leaves. */
final class ClusterMembers implements InitialMembershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMembers.class);

    private final Listeners<List<Member>> listeners = new Listeners<>();
    private List<Member> all = List.of();

    synchronized List<Member> all() {
        return all;
    }

    /** Tells a listener of the members now and after each change, each time later than before. */
    synchronized Subscription on(Consumer<List<Member>> listener) {
        Listeners.call(listener, all);
        return listeners.add(listener);
    }

    @Override
    public void init(InitialMembershipEvent event) {
        changed(event.getMembers());
        LOG.info("joined a cluster, now of {}", event.getMembers().size());
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        changed(event.getMembers());
        LOG.info(
                "{} joined the cluster, now of {}",
                event.getMember().getAddress(),
                event.getMembers().size());
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        changed(event.getMembers());
        LOG.info(
                "{} left the cluster, now of {}",
                event.getMember().getAddress(),
                event.getMembers().size());
    }

    static Member member(com.hazelcast.cluster.Member member) {
        return new Member(member.getUuid().toString(), member.getAddress().getHost());
    }

    private synchronized void changed(Collection<com.hazelcast.cluster.Member> members) {
        all = members.stream()
                .map(ClusterMembers::member)
                .sorted(Comparator.comparing(Member::id))
                .toList();
        listeners.tell(all);
    }
}
