package dev.legato.runtime.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what one record says. It does no I/O: whatever it throws lies in the record, which becomes a dead letter. */
@FunctionalInterface
public interface EventReader<T> {
    T read(ConsumerRecord<byte[], byte[]> record) throws Exception;
}
