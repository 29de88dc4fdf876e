package dev.legato.bench.generator.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.protocol.Tick;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final long MILLI = 1_000_000;

    private final Recorder recorder = new Recorder();
    private final Histogram latency = recorder.named("latency");

    @Test
    void counts_beforeTheMeasurement_isFalse() {
        assertFalse(recorder.measuring());
        assertFalse(recorder.counts(Long.MAX_VALUE - 1));
        recorder.begin(1000);
        assertTrue(recorder.measuring());
        assertFalse(recorder.counts(999), "intended before, though it may have been answered after");
        assertTrue(recorder.counts(1000));
    }

    @Test
    void named_sameName_isTheSameHistogram() {
        assertEquals(latency, recorder.named("latency"));
        recorder.record(recorder.named("seek"), MILLI);
        assertEquals(1, recorder.named("seek").getTotalCount());
        assertEquals(0, latency.getTotalCount());
    }

    @Test
    void success_addsRequestBytesAndLatency() {
        recorder.begin(0);
        recorder.success(latency, 3 * MILLI, 4096);
        recorder.success(latency, 5 * MILLI, 1000);
        assertEquals(2, recorder.requests());
        assertEquals(5096, recorder.bytes());
        assertEquals(5 * MILLI, latency.getMaxValue(), 0.01 * MILLI);
    }

    @Test
    void record_beyondTheHistogram_isItsEnd() {
        recorder.record(latency, Long.MAX_VALUE);
        recorder.record(latency, -5);
        assertEquals(2, latency.getTotalCount());
        assertEquals(120e9, latency.getMaxValue(), 0.1e9);
    }

    @Test
    void begin_forgetsTheWarmUpButNotItsErrors() {
        recorder.success(latency, MILLI, 1);
        recorder.checked();
        recorder.figure("rebuffers", 3L);
        recorder.failure(Failure.CLOSED, "in the warm-up");
        recorder.begin(0);
        assertEquals(0, recorder.requests());
        assertEquals(0, recorder.bytes());
        assertEquals(0, recorder.bodiesChecked());
        assertEquals(0, latency.getTotalCount());
        assertEquals(Map.of(), recorder.figures());
        assertEquals(Map.of(Failure.CLOSED, 1L), recorder.failures());
        assertEquals(1, recorder.errors());
    }

    @Test
    void clear_forgetsErrorsToo() {
        recorder.begin(0);
        recorder.failure(Failure.TIMED_OUT, "late");
        recorder.clear();
        assertEquals(0, recorder.errors());
        assertEquals(Map.of(), recorder.failures());
        assertEquals(List.of(), recorder.messages());
        assertFalse(recorder.measuring());
    }

    @Test
    void failure_many_keepsTheFirstMessages() {
        for (int i = 0; i < 9; i++) {
            recorder.failure(Failure.WRONG_STATUS, "message " + i);
        }
        assertEquals(9, recorder.errors());
        assertEquals(List.of("message 0", "message 1", "message 2", "message 3", "message 4"), recorder.messages());
    }

    @Test
    void tick_endsAStepAndStartsTheNext() {
        recorder.begin(1_000_000_000L);
        recorder.success(latency, 2 * MILLI, 100);
        recorder.failure(Failure.CLOSED, "gone");
        Tick first = recorder.tick(2_000_000_000L, 1_000_000_000L);
        Tick second = recorder.tick(2_500_000_000L, 500_000_000L);
        assertEquals(1, first.at());
        assertEquals(1, first.requests());
        assertEquals(100, first.bytes());
        assertEquals(1, first.errors());
        assertEquals(2, first.p50(), 0.01);
        assertEquals(1.5, second.at());
        assertEquals(0.5, second.seconds());
        assertEquals(0, second.requests() + second.bytes() + second.errors());
        assertEquals(0, second.max(), 0.001);
        assertEquals(List.of(first, second), recorder.ticks());
    }

    @Test
    void tick_inTheWarmUp_isShownAndNotKept() {
        assertEquals(-1, recorder.tick(5, 1).at());
        assertEquals(List.of(), recorder.ticks());
    }

    @Test
    void report_unknownServer_hasNegativeUse() {
        recorder.begin(0);
        recorder.success(latency, MILLI, 10);
        recorder.failure(Failure.CLOSED, "gone");
        recorder.figure("seeks", 4L);
        Meter meter = Meter.ofThisThread(List.of());
        LoadReport report = recorder.report(meter, Meter.ofThisThread(List.of()), false, "cubic");
        assertEquals(1, report.requests());
        assertEquals(Map.of("CLOSED", 1L), report.errors());
        assertEquals(List.of("gone"), report.messages());
        assertEquals(4, report.figures().get("seeks"));
        assertEquals(latency, Histograms.decode(report.histograms().getOrDefault("latency", "")));
        assertEquals(-1, report.serverCpuSeconds());
        assertEquals(-1, report.serverReadBytes());
        assertTrue(report.seconds() > 0);
    }

    @Test
    void report_knownServer_hasItsUseInBetween() {
        List<Long> self = List.of(ProcessHandle.current().pid());
        Meter before = Meter.ofThisProcess(self);
        LoadReport report = recorder.report(before, Meter.ofThisProcess(self), true, "cubic");
        assertTrue(report.serverCpuSeconds() > 0, "reading is work");
        assertTrue(report.cpuSeconds() > 0, "the generator is this process too");
        assertTrue(report.withheldSeconds() >= 0);
    }
}
