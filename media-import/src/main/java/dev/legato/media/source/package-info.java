/** What an import is fed with: the music files of a folder, and what lies beside them. */
@NullMarked
@CheckReturnValue
package dev.legato.media.source;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
