/** The command line, and the whole of Legato in one process on embedded PostgreSQL, Redis and Kafka. */
@NullMarked
@CheckReturnValue
package dev.legato.allinone;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
