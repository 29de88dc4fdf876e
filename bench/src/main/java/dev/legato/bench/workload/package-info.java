/** What generators ask: one workload a scenario, and the process that runs one for the controller. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.workload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
