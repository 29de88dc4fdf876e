/** Finding tracks, albums and artists by what a person types. */
@NullMarked
@CheckReturnValue
package dev.legato.metadata.search;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
