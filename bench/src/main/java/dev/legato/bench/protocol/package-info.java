/** What the runner and its generator processes tell each other: jobs, turns and reports, as lines of JSON. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.protocol;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
