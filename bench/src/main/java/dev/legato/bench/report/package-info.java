/** What a run leaves behind: result.json, histograms, environment and the page people read. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
