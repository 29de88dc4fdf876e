/** Music as readable text: a score's notation, its parser, and the notes that come out. */
@NullMarked
@CheckReturnValue
package dev.legato.demo.score;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
