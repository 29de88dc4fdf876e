/** Micro-benchmarks of the pure functions a range request passes through. */
@NullMarked
@CheckReturnValue
package dev.legato.microbench;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
