/** From a source of music to stored objects and catalogue entries: the import, its progress and its report. */
@NullMarked
@CheckReturnValue
package dev.legato.media;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
