/** What listeners picked from results: their own recent searches, and figures without names. */
@NullMarked
@CheckReturnValue
package dev.legato.search.recent;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
