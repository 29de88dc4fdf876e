/** The operations over HTTP and what their answers look like. */
@NullMarked
@CheckReturnValue
package dev.legato.search.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
