/** Encoded audio repackaged: from ffmpeg's plain MP4 to fragmented files whose segments are byte ranges. */
@NullMarked
@CheckReturnValue
package dev.legato.media.mp4;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
