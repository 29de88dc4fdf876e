/** The order of a run: start the servers, let them settle, interleave the rounds, repeat the noisy ones. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.runner;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
