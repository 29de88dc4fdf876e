package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class ScoringTest {
    @Test
    void similarity_knownFigures() {
        assertEquals(0.5, Scoring.similarity(new Neighbour("a", "b", 10, 10, 10)));
        assertEquals(20.0 / 50, Scoring.similarity(new Neighbour("a", "b", 20, 16, 100)));
    }

    @Test
    void similarity_whatEveryoneHears_isBelowWhatItsOwnListenersHear() {
        Neighbour everyones = new Neighbour("a", "b", 50, 100, 100_000);
        Neighbour own = new Neighbour("a", "c", 50, 100, 80);
        assertTrue(Scoring.similarity(own) > 10 * Scoring.similarity(everyones));
    }

    @Test
    void similarity_coincidenceOfFew_isBelowHabitOfMany() {
        Neighbour few = new Neighbour("a", "b", 2, 2, 2);
        Neighbour many = new Neighbour("a", "c", 150, 200, 200);
        assertTrue(Scoring.similarity(many) > Scoring.similarity(few));
    }

    @Property
    void similarity_anyFigures_isBelowOneAndGrowsWithWhatIsShared(
            @ForAll @LongRange(min = 1, max = 1_000_000) long together,
            @ForAll @LongRange(max = 1_000_000) long onlyOne,
            @ForAll @LongRange(max = 1_000_000) long onlyOther) {
        Neighbour pair = new Neighbour("a", "b", together, together + onlyOne, together + onlyOther);
        double score = Scoring.similarity(pair);
        assertTrue(score > 0 && score < 1, () -> pair + ": " + score);
        assertEquals(
                score,
                Scoring.similarity(new Neighbour("b", "a", together, together + onlyOther, together + onlyOne)),
                1e-12);
        Neighbour less = new Neighbour("a", "b", together - 1, together + onlyOne, together + onlyOther);
        assertTrue(score > Scoring.similarity(less));
    }

    @Test
    void rank_neighbourOfSeveral_hasTheSum() {
        Neighbour first = new Neighbour("a", "x", 3, 10, 10);
        Neighbour second = new Neighbour("b", "x", 2, 10, 10);
        Neighbour other = new Neighbour("b", "y", 4, 10, 10);
        assertEquals(
                List.of(new ScoredTrack("x", 0.25), new ScoredTrack("y", 0.2)),
                Scoring.rank(List.of(other, first, second)));
    }

    @Test
    void rank_sameScore_isByTrack() {
        Neighbour later = new Neighbour("a", "y", 1, 10, 10);
        Neighbour earlier = new Neighbour("a", "x", 1, 10, 10);
        assertEquals(
                List.of("x", "y"),
                Scoring.rank(List.of(later, earlier)).stream()
                        .map(ScoredTrack::trackId)
                        .toList());
    }

    @Test
    void fill_keepsTheRankedAndRepeatsNothing() {
        List<ScoredTrack> ranked = List.of(new ScoredTrack("x", 0.5));
        assertEquals(
                List.of(new ScoredTrack("x", 0.5), new ScoredTrack("y", 0)),
                Scoring.fill(ranked, List.of("y", "x", "y")));
    }
}
