/** The audio files of a run: made from a seed, so that the generator knows every byte without reading one. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.corpus;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
