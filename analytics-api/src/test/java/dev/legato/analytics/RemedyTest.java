package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

final class RemedyTest {
    @Test
    void of_anyFailure_isANewThread() {
        assertEquals(Remedy.NEW_THREAD, Remedy.of(new IllegalStateException(new StreamsException("no"))));
    }

    @Test
    void of_nameTaken_isANewName() {
        assertEquals(Remedy.NEW_NAME, Remedy.of(new StreamsException(new FencedInstanceIdException("taken"))));
    }

    @Test
    void of_storeThatCannotBeOpened_isNewStores() {
        assertEquals(
                Remedy.NEW_STORES, Remedy.of(new StreamsException(new ProcessorStateException("Error opening store"))));
    }
}
