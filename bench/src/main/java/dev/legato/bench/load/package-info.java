/** The load generator: one epoll loop a process, its connections, and what they send, check and time. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.load;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
