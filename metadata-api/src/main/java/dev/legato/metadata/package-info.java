/** The catalogue service: its settings, its composition root and its verticles. */
@NullMarked
@CheckReturnValue
package dev.legato.metadata;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
