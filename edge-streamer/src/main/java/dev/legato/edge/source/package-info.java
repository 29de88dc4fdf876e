/** What both lanes send from: open files, wherever they come from. */
@NullMarked
@CheckReturnValue
package dev.legato.edge.source;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
