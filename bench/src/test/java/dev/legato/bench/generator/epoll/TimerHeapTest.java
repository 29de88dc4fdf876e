package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerHeapTest {
    @Test
    void take_givesTheEarliestFirst() {
        SplittableRandom random = new SplittableRandom(1);
        TimerHeap heap = new TimerHeap(1000);
        long[] due = new long[1000];
        for (int i = 0; i < due.length; i++) {
            due[i] = random.nextLong(500);
            heap.add(due[i], i);
        }
        long last = -1;
        for (int i = 0; i < due.length; i++) {
            long next = heap.next();
            assertEquals(next, due[heap.take()]);
            assertEquals(true, next >= last);
            last = next;
        }
        assertEquals(Long.MAX_VALUE, heap.next());
    }
}
