/** What the edge counts. */
@NullMarked
@CheckReturnValue
package dev.legato.edge.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
