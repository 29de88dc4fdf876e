/** How documents and queries become tokens and clauses that any engine can index and look up. */
@NullMarked
@CheckReturnValue
package dev.legato.search.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
