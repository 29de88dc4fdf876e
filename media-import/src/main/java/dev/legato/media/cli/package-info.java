/** The import as a command: its settings, options and what it prints. */
@NullMarked
@CheckReturnValue
package dev.legato.media.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
