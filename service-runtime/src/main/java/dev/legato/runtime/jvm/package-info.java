/** What Legato's JVMs are started with. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.jvm;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
