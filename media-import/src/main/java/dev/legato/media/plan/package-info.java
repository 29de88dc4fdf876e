/** What an import does with each file, decided without I/O: a run carries it out, a dry run prints it. */
@NullMarked
@CheckReturnValue
package dev.legato.media.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
