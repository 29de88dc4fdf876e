/** The port by which a process is probed and measured. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.management;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
