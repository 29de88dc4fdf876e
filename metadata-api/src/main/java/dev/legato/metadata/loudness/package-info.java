/** How loud albums are, reckoned from their tracks, and by how much players turn each up or down. */
@NullMarked
@CheckReturnValue
package dev.legato.metadata.loudness;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
