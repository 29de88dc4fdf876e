/** What keeps an imported library in order: watch a folder, scrub the store, purge what is gone. */
@NullMarked
@CheckReturnValue
package dev.legato.media.upkeep;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
