/** What a file says of itself, and what it is called if it says nothing. */
@NullMarked
@CheckReturnValue
package dev.legato.media.tags;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
