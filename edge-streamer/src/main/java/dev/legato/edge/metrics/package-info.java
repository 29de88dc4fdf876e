/** Counts answers and connections. */
@NullMarked
@CheckReturnValue
package dev.legato.edge.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
