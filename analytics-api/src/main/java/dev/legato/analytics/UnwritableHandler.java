package dev.legato.analytics;

import dev.legato.runtime.kafka.RecordFault;
import dev.legato.runtime.kafka.RecordFault.Kind;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;

/**
 * Lets counting continue when its own producer permanently refuses a record, such as one larger than a request may be. What
 * a broker refuses ends the transaction instead, and the task begins again. Kafka Streams makes it, hence public.
 */
public final class UnwritableHandler implements ProductionExceptionHandler {
    private @Nullable BadRecords records;

    @Override
    public void configure(Map<String, ?> configs) {
        records = BadRecords.of(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception failure) {
        boolean refused = failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException;
        if (records == null || !refused) {
            return Response.fail();
        }
        records.lose(record.topic(), new RecordFault(Kind.REFUSED, String.valueOf(failure.getMessage())));
        return Response.resume();
    }
}
