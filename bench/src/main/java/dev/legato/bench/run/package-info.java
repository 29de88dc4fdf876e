/** The order of a run: start the servers, warm them, interleave the rounds, repeat the noisy ones. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.run;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
