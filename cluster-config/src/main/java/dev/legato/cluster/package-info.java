/**
 * How processes find each other, tell each other things and agree on who does what: {@link dev.legato.cluster.Cluster} is
 * the door, for a process that is alone as well. The only room that imports {@code com.hazelcast}; Vert.x's event bus and
 * shared data ride on it.
 */
@NullMarked
@CheckReturnValue
package dev.legato.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
