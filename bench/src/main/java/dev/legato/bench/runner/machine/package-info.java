/** The machine under a run: network namespace, pinning, facts, system calls. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.runner.machine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
