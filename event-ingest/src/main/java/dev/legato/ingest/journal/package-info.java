/** Keeps acknowledged events on this machine's disk until Kafka has them. */
@NullMarked
@CheckReturnValue
package dev.legato.ingest.journal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
