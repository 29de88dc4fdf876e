package dev.legato.analytics;

import dev.legato.runtime.kafka.RecordFault;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/** Lets counting continue behind a record that no deserializer reads. Kafka Streams makes it, hence public. */
public final class UnreadableHandler implements DeserializationExceptionHandler {
    private @Nullable BadRecords records;

    @Override
    public void configure(Map<String, ?> configs) {
        records = BadRecords.of(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
        return records == null
                ? Response.fail()
                : Response.resume(records.bury(context, record.key(), record.value(), RecordFault.ofReading(failure)));
    }
}
