/** Takes play events from players: checks each one, keeps it durably, and answers when that is done. Kafka gets it from the journal. */
@NullMarked
@CheckReturnValue
package dev.legato.ingest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
