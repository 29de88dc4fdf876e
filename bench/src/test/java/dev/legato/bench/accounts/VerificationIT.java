package dev.legato.bench.accounts;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.accounts.Verification.Figure;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationIT {
    @Test
    void run_eachWay_hasAFigure_andARememberedTokenCostsLeast() throws Exception {
        List<Figure> figures = new Verification(Clock.systemUTC(), 1).run();
        assertTrue(figures.size() >= 4);
        assertTrue(figures.stream().allMatch(figure -> figure.micros() > 0), figures::toString);
        Figure again = figures.getLast();
        assertTrue(again.micros() < figures.get(figures.size() - 2).micros() / 2, figures::toString);
    }
}
