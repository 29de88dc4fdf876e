/** What searches cost over a catalogue of a million tracks. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.search;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
