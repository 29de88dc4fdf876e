/**
 * Hazelcast: how processes find each other and keep track of who is there. The only room that imports
 * {@code com.hazelcast}; Vert.x's event bus and shared data ride on it.
 */
@NullMarked
@CheckReturnValue
package dev.legato.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
