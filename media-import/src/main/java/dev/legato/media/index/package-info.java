/** What earlier imports did, file by file. */
@NullMarked
@CheckReturnValue
package dev.legato.media.index;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
