/** Tells caching edges what an import has replaced or removed. */
@NullMarked
@CheckReturnValue
package dev.legato.metadata.purge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
