package dev.legato.runtime.kafka;

import java.net.ConnectException;
import org.apache.kafka.common.KafkaException;

/** No client of Kafka can be made: none of its host names is known, or its settings are wrong. */
final class KafkaUnreachableException extends ConnectException {
    KafkaUnreachableException(KafkaException cause) {
        super("Kafka: " + (cause.getCause() == null ? cause : cause.getCause()).getMessage());
        initCause(cause);
    }
}
