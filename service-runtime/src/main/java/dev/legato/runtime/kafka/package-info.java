/** Events out to and in from Kafka. */
@NullMarked
@CheckReturnValue
package dev.legato.runtime.kafka;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
