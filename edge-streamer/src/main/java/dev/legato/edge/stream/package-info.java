/** Counts the players of a listener over all edges of a cluster, and stops those beyond what the plan allows. */
@NullMarked
@CheckReturnValue
package dev.legato.edge.stream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
