/** The load generator: a process that the runner starts and that knows the runner by the protocol alone. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.generator;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
