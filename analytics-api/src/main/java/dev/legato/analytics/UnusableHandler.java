package dev.legato.analytics;

import dev.legato.runtime.kafka.RecordFault;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets counting continue behind a record that it fails on. Kafka Streams makes it, hence public. */
public final class UnusableHandler implements ProcessingExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UnusableHandler.class);

    private @Nullable BadRecords records;

    @Override
    public void configure(Map<String, ?> configs) {
        records = BadRecords.of(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
        Optional<RecordFault> fault = records == null ? Optional.empty() : records.faultOf(failure);
        if (records == null || fault.isEmpty()) {
            return Response.fail();
        }
        if (!(failure instanceof UnusableRecordException)) {
            LOG.error("counting fails on a record at {}", context.processorNodeId(), failure);
        }
        return Response.resume(records.bury(context, context.sourceRawKey(), context.sourceRawValue(), fault.get()));
    }
}
