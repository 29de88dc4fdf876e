/** Search as a service: its settings and how it is put together. */
@NullMarked
@CheckReturnValue
package dev.legato.search;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
