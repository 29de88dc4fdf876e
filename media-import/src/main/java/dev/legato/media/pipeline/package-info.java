/** From a file of music to stored objects and catalogue entries, with progress and a report. */
@NullMarked
@CheckReturnValue
package dev.legato.media.pipeline;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
