/** What an index of names takes and answers; it has an implementation per engine. */
@NullMarked
@CheckReturnValue
package dev.legato.search.index;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
