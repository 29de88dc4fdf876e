/** Load on audio servers: one epoll loop per process, which allocates nothing per request. */
@NullMarked
@CheckReturnValue
package dev.legato.bench.generator.epoll;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
