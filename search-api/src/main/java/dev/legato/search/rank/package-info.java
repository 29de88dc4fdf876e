/** The score of a candidate: a pure function of what was typed and the document's names. */
@NullMarked
@CheckReturnValue
package dev.legato.search.rank;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
