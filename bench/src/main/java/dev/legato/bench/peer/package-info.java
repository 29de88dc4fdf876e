/** The servers a run measures: how each is configured, started, found and stopped. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.peer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
