/** The outcome of a run: rounds, medians, comparisons; what result.json keeps. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.result;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
