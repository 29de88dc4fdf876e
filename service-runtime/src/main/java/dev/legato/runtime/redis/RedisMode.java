package dev.legato.runtime.redis;

/** How the Redis servers that {@code redis.uris} names belong together. */
public enum RedisMode {
    /** One server. */
    STANDALONE,
    /** Sentinels, which know the master of {@code redis.master} and promote a replica when it fails. */
    SENTINEL,
    /** Nodes of a Redis Cluster, any of which knows the others. */
    CLUSTER
}
