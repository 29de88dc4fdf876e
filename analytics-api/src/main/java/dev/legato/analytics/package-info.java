/** Counts what was really heard, by Kafka Streams, and answers with charts, figures of a track and listeners' history. */
@NullMarked
@CheckReturnValue
package dev.legato.analytics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
