/** The index inside the service: Lucene on local disk. */
@NullMarked
@CheckReturnValue
package dev.legato.search.lucene;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
