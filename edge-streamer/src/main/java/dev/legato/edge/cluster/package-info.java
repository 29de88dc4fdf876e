/**
 * Caching edges that work as one: each slice of a response has an owner among them, which is asked before an origin is, and
 * a purge reaches them all.
 *
 * <p>{@link dev.legato.edge.cluster.EdgeCluster} is the door: an {@link dev.legato.edge.cache.Upstream} for the cache, the
 * proof that a request comes from another edge, and purges. Who is there is learned through {@link dev.legato.cluster.Cluster};
 * bytes travel by HTTP between edges.
 */
@NullMarked
@CheckReturnValue
package dev.legato.edge.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
