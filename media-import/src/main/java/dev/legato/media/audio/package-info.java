/** What ffmpeg does for the import, each run in a process of its own with bounded time, memory and output. */
@NullMarked
@CheckReturnValue
package dev.legato.media.audio;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
