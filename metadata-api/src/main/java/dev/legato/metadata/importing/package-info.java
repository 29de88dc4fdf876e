/** The importer's door: tracks in, and out again. */
@NullMarked
@CheckReturnValue
package dev.legato.metadata.importing;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
