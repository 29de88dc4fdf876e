package dev.legato.embedded;

import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Redis servers for tests that stand in for one another: with sentinels, or as a cluster. Closing them deletes everything. */
public final class RedisServers implements AutoCloseable {
    /** The name under which the sentinels know the master. */
    public static final String MASTER = "mymaster";

    private static final int SENTINELS = 3;
    private static final int CLUSTER_MASTERS = 3;
    private static final int SLOTS = 16_384;

    /** The bus of a cluster's node listens on its port and this, which must be a port as well. */
    private static final int BUS_OFFSET = 10_000;

    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String password = password();
    private final List<RedisNode> nodes = new ArrayList<>();
    private final List<RedisNode> doors = new ArrayList<>();

    private RedisServers() {}

    /** Starts a master with a replica, and three sentinels that fail over after a second. */
    public static RedisServers sentinel() {
        return started(RedisServers::startSentinels);
    }

    /** Starts a cluster of three masters, each with a replica, which fails over after a second. */
    public static RedisServers cluster() {
        return started(RedisServers::startCluster);
    }

    private static RedisServers started(Consumer<RedisServers> start) {
        RedisServers servers = new RedisServers();
        try {
            start.accept(servers);
            return servers;
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    /** What {@code redis.uris} has to say: {@code redis://default:PASSWORD@127.0.0.1:PORT,…}. */
    public String uris() {
        return doors.stream().map(this::uri).map(URI::toString).collect(Collectors.joining(","));
    }

    /** Kills the first master. */
    public void killMaster() {
        nodes.getFirst().kill();
    }

    @Override
    public void close() {
        nodes.reversed().forEach(RedisNode::close);
    }

    private URI uri(RedisNode node) {
        return URI.create("redis://default:%s@127.0.0.1:%d".formatted(password, node.port()));
    }

    private void startSentinels() {
        RedisNode master = start("masterauth %s\n".formatted(password));
        RedisNode replica = start("masterauth %s\nreplicaof 127.0.0.1 %d\n".formatted(password, master.port()));
        await(
                "the replica is connected",
                () -> replica.command("ROLE").startsWith("*")
                        && master.command("WAIT 1 1000").equals(":1"));
        String watch = """
                sentinel monitor %1$s 127.0.0.1 %2$d 2
                sentinel auth-pass %1$s %3$s
                sentinel down-after-milliseconds %1$s 1000
                sentinel failover-timeout %1$s 3000
                sentinel sentinel-pass %3$s
                """.formatted(MASTER, master.port(), password);
        for (int i = 0; i < SENTINELS; i++) {
            doors.add(start(watch, "--sentinel"));
        }
        // Each needs a majority of those it knows, and the name of the replica to promote.
        await("the sentinels know each other", () -> doors.stream()
                .allMatch(sentinel -> sentinel.command("SENTINEL CKQUORUM " + MASTER)
                                .startsWith("+OK 3 ")
                        && sentinel.command("SENTINEL REPLICAS " + MASTER).equals("*1")));
    }

    private void startCluster() {
        for (int i = 0; i < 2 * CLUSTER_MASTERS; i++) {
            doors.add(start("""
                    cluster-enabled yes
                    cluster-config-file nodes.conf
                    cluster-node-timeout 1000
                    cluster-require-full-coverage no
                    masterauth %s
                    """.formatted(password)));
        }
        List<RedisNode> masters = nodes.subList(0, CLUSTER_MASTERS);
        for (int i = 0; i < CLUSTER_MASTERS; i++) {
            String slots = IntStream.range(i * SLOTS / CLUSTER_MASTERS, (i + 1) * SLOTS / CLUSTER_MASTERS)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            require(masters.get(i).command("CLUSTER SET-CONFIG-EPOCH " + (i + 1)));
            require(masters.get(i).command("CLUSTER ADDSLOTS " + slots));
        }
        nodes.stream()
                .skip(1)
                .forEach(node -> require(nodes.getFirst().command("CLUSTER MEET 127.0.0.1 " + node.port())));
        for (int i = 0; i < CLUSTER_MASTERS; i++) {
            String id = masters.get(i).command("CLUSTER MYID");
            RedisNode replica = nodes.get(CLUSTER_MASTERS + i);
            await("a replica knows its master", () -> replica.command("CLUSTER REPLICATE " + id)
                    .equals("+OK"));
        }
        await(
                "the cluster is whole",
                () -> masters.stream().allMatch(master -> master.command("WAIT 1 1000")
                                .equals(":1"))
                        && nodes.stream()
                                .allMatch(node -> node.command("CLUSTER INFO").equals("cluster_state:ok")));
    }

    private RedisNode start(String lines, String... options) {
        for (int attempt = 1; ; attempt++) {
            try {
                RedisNode node = RedisNode.start(freePort(), password, lines, options);
                nodes.add(node);
                return node;
            } catch (StartupException e) {
                // Between our look and the server's bind, anybody may take a free port.
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() {
        Predicate<Integer> fits = port -> port + BUS_OFFSET < 65_536 && FreePort.isFree(port + BUS_OFFSET);
        return IntStream.generate(FreePort::find)
                .boxed()
                .filter(fits)
                .findFirst()
                .orElseThrow();
    }

    private static void require(String answer) {
        if (!answer.equals("+OK")) {
            throw new StartupException("Redis servers do not come together: " + answer);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + BOUND_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new StartupException("Redis servers do not come together: not so after a minute that " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private static String password() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
