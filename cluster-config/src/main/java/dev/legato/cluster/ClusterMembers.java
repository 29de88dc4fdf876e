package dev.legato.cluster;

import com.hazelcast.cluster.InitialMembershipEvent;
import com.hazelcast.cluster.InitialMembershipListener;
import com.hazelcast.cluster.MembershipEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is in the cluster; says in the log when someone joins or leaves. */
final class ClusterMembers implements InitialMembershipListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMembers.class);

    private volatile int count;

    int count() {
        return count;
    }

    @Override
    public void init(InitialMembershipEvent event) {
        count = event.getMembers().size();
        LOG.info("joined a cluster, now of {}", count);
    }

    @Override
    public void memberAdded(MembershipEvent event) {
        count = event.getMembers().size();
        LOG.info("{} joined the cluster, now of {}", event.getMember().getAddress(), count);
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
        count = event.getMembers().size();
        LOG.info("{} left the cluster, now of {}", event.getMember().getAddress(), count);
    }
}
