/** Takes play events from players: checks each one, writes it to Kafka, and answers when Kafka has it. */
@NullMarked
@CheckReturnValue
package dev.legato.ingest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
