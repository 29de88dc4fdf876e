/** How the index follows the catalogue's topic and what was played. */
@NullMarked
@CheckReturnValue
package dev.legato.search.feed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
