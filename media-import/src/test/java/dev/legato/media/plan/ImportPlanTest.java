package dev.legato.media.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.TrackId;
import dev.legato.media.index.ImportIndex.Holding;
import dev.legato.media.index.ImportIndex.Known;
import dev.legato.media.index.ImportIndex.Missing;
import dev.legato.media.index.ImportIndex.Stamp;
import dev.legato.media.plan.ImportPlan.Gone;
import dev.legato.media.plan.Step.Decision;
import dev.legato.media.plan.Step.Duplicate;
import dev.legato.media.plan.Step.Import;
import dev.legato.media.plan.Step.Keep;
import dev.legato.media.plan.Step.Look;
import dev.legato.media.plan.Step.MarkGone;
import dev.legato.media.plan.Step.PassOver;
import dev.legato.media.plan.Step.Read;
import dev.legato.media.plan.Step.Refuse;
import dev.legato.media.plan.Step.Restore;
import dev.legato.media.source.MusicSource.Item;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.source.MusicSource.Unreadable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Decisions without a file, a store or a catalogue. */
class ImportPlanTest {
    private static final Path PLACE = Path.of("/music");
    private static final Item SOME_MUSIC = new Music("x.flac", _ -> PLACE, List.of());

    private final ImportPlan plan = new ImportPlan();

    private static TrackId id(int number) {
        return new TrackId("%026d".formatted(number));
    }

    private static Stamp stamp(String name, long bytes) {
        return new Stamp(PLACE.resolve(name).toString(), bytes, 1);
    }

    private static Missing missing(String name, long bytes, TrackId... tracks) {
        return new Missing(PLACE.resolve(name), false, bytes, List.of(tracks));
    }

    private Look lookAtKnown(String name, boolean gone, TrackId... tracks) {
        return plan.look(new Sighting(
                name, stamp(name, 1), Optional.of(new Known(List.of(tracks), gone)), /* isEmpty= */ false));
    }

    private Read lookAtNew(String name, long bytes) {
        return assertInstanceOf(
                Read.class, plan.look(new Sighting(name, stamp(name, bytes), Optional.empty(), /* isEmpty= */ false)));
    }

    private Decision decide(String name, boolean stored, Candidate... tracks) {
        return plan.decide(lookAtNew(name, 1), List.of(tracks), stored);
    }

    private Gone gone(List<Missing> missing, Item... items) {
        return plan.gone(List.of(items), PLACE, missing, List.of());
    }

    @Test
    void look_untouchedFile_isKept() {
        assertEquals(new Keep("a.flac", List.of(id(1))), lookAtKnown("a.flac", false, id(1)));
    }

    @Test
    void look_untouchedFileThatWasGone_isRestored() {
        assertEquals(new Restore("a.flac", stamp("a.flac", 1), List.of(id(1))), lookAtKnown("a.flac", true, id(1)));
    }

    @Test
    void look_newOrChangedFile_isRead() {
        assertEquals(new Read("a.flac", stamp("a.flac", 5)), lookAtNew("a.flac", 5));
    }

    @Test
    void look_emptyFile_isRefused() {
        Sighting empty = new Sighting("a.flac", stamp("a.flac", 0), Optional.empty(), /* isEmpty= */ true);
        assertEquals(new Refuse("a.flac", "an empty file"), plan.look(empty));
    }

    @Test
    void decide_audioNotInTheStore_isImported() {
        Candidate track = new Candidate(id(1), "a.flac");
        assertEquals(new Import("a.flac", List.of(track), false, Map.of()), decide("a.flac", false, track));
    }

    @Test
    void decide_audioInTheStore_isOnlyEnteredAnew() {
        Candidate track = new Candidate(id(1), "a.flac");
        assertEquals(new Import("a.flac", List.of(track), true, Map.of()), decide("a.flac", true, track));
    }

    @Test
    void decide_audioOfAnotherFile_isADuplicate() {
        assertInstanceOf(Keep.class, lookAtKnown("a.flac", false, id(1)));
        assertEquals(new Duplicate("b.flac", id(1), "a.flac"), decide("b.flac", true, new Candidate(id(1), "b.flac")));
    }

    @Test
    void decide_someOfSeveralTracksAreHeld_leavesThemToTheOther() {
        assertInstanceOf(Import.class, decide("b.flac", false, new Candidate(id(2), "b.flac")));
        Decision decision = decide(
                "a.flac",
                false,
                new Candidate(id(1), "a.flac, track 1"),
                new Candidate(id(2), "a.flac, track 2"),
                new Candidate(id(3), "a.flac, track 3"));
        assertEquals(
                Map.of(id(2), "b.flac"),
                assertInstanceOf(Import.class, decision).taken());
    }

    @Test
    void withdraw_freesTracks_butNotThoseOfOthers() {
        assertInstanceOf(Import.class, decide("b.flac", false, new Candidate(id(2), "b.flac")));
        Decision cut = decide("a.flac", false, new Candidate(id(1), "a, 1"), new Candidate(id(2), "a, 2"));
        plan.withdraw(assertInstanceOf(Import.class, cut));
        assertInstanceOf(Import.class, decide("c.flac", false, new Candidate(id(1), "c.flac")));
        assertInstanceOf(Duplicate.class, decide("d.flac", false, new Candidate(id(2), "d.flac")));
    }

    @Test
    void lookAgain_catalogueLostTheTracks_freesThem() {
        Look lost = lookAtKnown("a.flac", true, id(1));
        Read read = plan.lookAgain(assertInstanceOf(Restore.class, lost));
        assertInstanceOf(Import.class, plan.decide(read, List.of(new Candidate(id(1), "a.flac")), true));
    }

    @Test
    void gone_missingFile_losesWhatNoOtherFileHolds() {
        assertInstanceOf(Keep.class, lookAtKnown("kept.flac", false, id(1)));
        List<Holding> holdings = List.of(
                new Holding(PLACE.resolve("gone.flac"), List.of(id(1), id(2), id(3))),
                new Holding(Path.of("/elsewhere/a.flac"), List.of(id(2))));
        Missing missing = missing("gone.flac", 7, id(1), id(2), id(3));
        assertEquals(
                new Gone(List.of(new MarkGone("gone.flac", missing, List.of(id(3)))), Optional.empty()),
                plan.gone(List.of(SOME_MUSIC), PLACE, List.of(missing), holdings));
    }

    @Test
    void gone_fileThatHoldsOtherMusicNow_losesTheOld() {
        Missing missing = new Missing(PLACE.resolve("a.flac"), true, 7, List.of(id(1)));
        List<Holding> holdings = List.of(new Holding(PLACE.resolve("a.flac"), List.of(id(2))));
        assertEquals(
                List.of(new MarkGone("what was a.flac", missing, List.of(id(1)))),
                plan.gone(List.of(SOME_MUSIC), PLACE, List.of(missing), holdings)
                        .files());
    }

    @Test
    void gone_unreadableFolder_countsNothing() {
        Gone gone =
                gone(List.of(missing("a.flac", 7, id(1))), SOME_MUSIC, new Unreadable("locked", "unreadable", true));
        assertEquals(List.of(), gone.files());
        assertEquals(
                Optional.of("1 files are gone, but 'locked' cannot be read: their tracks stay as they are"),
                gone.note());
        assertEquals(
                Optional.empty(),
                gone(List.of(), new Unreadable("locked", "unreadable", true)).note());
    }

    @Test
    void gone_allOfManyFiles_countsNothing() {
        List<Missing> five = IntStream.range(0, 5)
                .mapToObj(number -> missing(number + ".flac", 7, id(number)))
                .toList();
        Gone gone = gone(five);
        assertEquals(List.of(), gone.files());
        assertTrue(gone.note().orElseThrow().startsWith("all 5 files are gone"), gone.note()::toString);
        assertEquals(4, gone(five.subList(0, 4)).files().size());
        assertEquals(5, gone(five, SOME_MUSIC).files().size());
    }

    @Test
    void gone_belowWhatCannotBeRead_doesNotCount() {
        List<Missing> missing = List.of(missing("link/a.flac", 7, id(1)), missing("links.flac", 7, id(2)));
        Gone gone = gone(missing, SOME_MUSIC, new Unreadable("link", "a link to nowhere", false));
        assertEquals(
                List.of("links.flac"), gone.files().stream().map(MarkGone::name).toList());
    }

    @Test
    void gone_asLongAsAFileThatCouldNotBeRead_mayBeItUnderAnotherName() {
        Read unread = lookAtNew("moved.flac", 7);
        List<Missing> missing = List.of(missing("a.flac", 7, id(1)), missing("b.flac", 8, id(2)));
        assertEquals(
                List.of("b.flac"),
                gone(missing, SOME_MUSIC).files().stream().map(MarkGone::name).toList());
        assertInstanceOf(Import.class, plan.decide(unread, List.of(new Candidate(id(3), "moved.flac")), false));
        assertEquals(2, gone(missing, SOME_MUSIC).files().size());
    }

    @Test
    void lines_ofEveryStep_areCountedAndNamed() {
        PlanReport report = new PlanReport(
                List.of(
                        new Keep("kept", List.of(id(1))),
                        new Import(
                                "new",
                                List.of(new Candidate(id(2), "new, track 1"), new Candidate(id(3), "new, track 2")),
                                false,
                                Map.of()),
                        new Import("retagged", List.of(new Candidate(id(4), "retagged")), true, Map.of()),
                        new Restore("back", stamp("back", 1), List.of(id(5))),
                        new Duplicate("copy", id(2), "new"),
                        new Refuse("broken", "an empty file"),
                        new PassOver("a.mid", ".mid is not imported"),
                        new MarkGone("gone", missing("gone", 1, id(6)), List.of(id(6)))),
                List.of("a note"));
        assertEquals(
                List.of(
                        "1 would import, 2 would update, 1 same audio, 1 would fail, 1 would pass over,"
                                + " 1 would become unavailable, 1 unchanged",
                        "  would import: new: 2 tracks",
                        "  would update: retagged",
                        "  would update: back",
                        "  same audio: copy: new",
                        "  would fail: broken: an empty file",
                        "  would pass over: a.mid: .mid is not imported",
                        "  would become unavailable: gone",
                        "  a note"),
                report.lines());
    }
}
