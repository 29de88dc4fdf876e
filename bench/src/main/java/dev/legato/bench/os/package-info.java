/** Linux as the bench needs it: system calls by java.lang.foreign, and what /proc tells of a process. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.os;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
