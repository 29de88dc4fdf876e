package dev.legato.bench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.bench.TestReports;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    private static final double BUSY = 0.9;

    @Test
    void generatorUse_processorOfItsOwn_isCpuOfTheTime() {
        assertEquals(0.4, new TestReports().seconds(2).generator(0.8, 0).build().generatorUse(), 1e-9);
    }

    @Test
    void generatorUse_processorTakenByOthers_isCpuOfWhatWasLeft() {
        assertEquals(0.8, new TestReports().generator(0.4, 0.5).build().generatorUse(), 1e-9);
    }

    @Test
    void generatorStarved_aTwentiethOfTheTimeWithoutAProcessor_isTrue() {
        assertTrue(new TestReports().generator(0.9, 0.05).build().generatorStarved());
        assertFalse(new TestReports().generator(0.9, 0.04).build().generatorStarved());
    }

    @Test
    void generatorUse_moreCpuThanTheClocksLeave_isAll() {
        assertEquals(1, new TestReports().generator(0.6, 0.5).build().generatorUse());
    }

    @Test
    void generatorBound_neverIdleWhileTheServerIs_isBound() {
        assertTrue(new TestReports().generator(0.96, 0).server(0.5).build().generatorBound(BUSY));
        assertTrue(new TestReports().generator(0.5, 0.48).server(0.5).build().generatorBound(BUSY));
    }

    @Test
    void generatorBound_serverOfUnknownUse_isBound() {
        assertTrue(new TestReports().generator(0.96, 0).server(-1).build().generatorBound(BUSY));
    }

    @Test
    void generatorBound_busyServer_isNotBound() {
        assertFalse(new TestReports().generator(0.96, 0).server(0.9).build().generatorBound(BUSY));
    }

    @Test
    void generatorBound_timeToSpare_isNotBound() {
        assertFalse(new TestReports().generator(0.94, 0).server(0.1).build().generatorBound(BUSY));
        assertFalse(new TestReports().generator(0.4, 0.5).server(0.1).build().generatorBound(BUSY));
    }

    @Test
    void json_bothWays_keepsEverything() throws JsonProcessingException {
        JsonMapper json = JsonMapper.builder().build();
        LoadReport report = new TestReports()
                .errors(Map.of("CLOSED", 1L))
                .figures(Map.of("rebuffers", 2.0))
                .ticks(new Tick(0, 1, 10, 100, 1, 1, 9, 20))
                .build();
        assertEquals(report, json.readValue(json.writeValueAsString(report), LoadReport.class));
    }
}
