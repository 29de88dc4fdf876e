/** One pool and one schema a service, and the outbox that turns its writes into events. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
