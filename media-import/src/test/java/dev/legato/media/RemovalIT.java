package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.TrackId;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.FileOutcome;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.source.FolderSource;
import dev.legato.media.upkeep.Purge;
import dev.legato.media.upkeep.Scrub;
import dev.legato.store.FolderStore;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files that go, what only seems to be gone, and the purge. */
class RemovalIT extends ImportFixture {
    private static final Ladder LADDER = new Ladder(List.of(RenditionFormat.parse("aac-96")));

    RemovalIT() throws IOException {}

    @Override
    ImportReport importMusic(ImportProgress progress) throws IOException, InterruptedException {
        return new MediaImporter(places(), LADDER, () -> "token", 2, Clock.systemUTC())
                .run(new FolderSource(music), progress);
    }

    private List<String> gone() throws IOException, InterruptedException {
        return importMusic().gone().stream().map(FileOutcome.Gone::name).toList();
    }

    private TrackId id(String title) {
        return catalogue.lastOf(title).id();
    }

    private void albums() throws Exception {
        tones.write(music.resolve("one/a.flac"), 440, Map.of("title", "A", "album", "One"));
        tones.write(music.resolve("one/b.flac"), 550, Map.of("title", "B", "album", "One"));
        tones.write(music.resolve("two/c.flac"), 660, Map.of("title", "C", "album", "Two"));
        tones.picture(music.resolve("one/cover.png"), 100, 100);
        tones.picture(music.resolve("two/cover.png"), 100, 100);
        assertEquals(3, importMusic().imported().size());
    }

    @Test
    void run_fileGoneAndBack_isUnavailableMeanwhileAndNotEncodedAgain() throws Exception {
        albums();
        Path aside = folder.resolve("aside.flac");
        Files.move(music.resolve("two/c.flac"), aside);
        assertEquals(
                List.of("would become unavailable: two/c.flac"),
                new MediaImporter(places(), LADDER, () -> "token", 1, Clock.systemUTC())
                        .plan(new FolderSource(music)).lines().stream()
                                .skip(1)
                                .map(String::strip)
                                .toList());
        assertEquals(List.of("two/c.flac"), gone());
        assertEquals(Set.of(id("C")), catalogue.unavailable());
        assertEquals(List.of(), gone());
        int entered = catalogue.tracks().size();
        Files.move(aside, music.resolve("two/c.flac"));
        assertEquals(1, importMusic().imported().size());
        assertEquals(Set.of(), catalogue.unavailable());
        assertEquals(entered, catalogue.tracks().size());
        assertEquals(3, importMusic().unchanged().size());
    }

    @Test
    void run_fileGoneWhileAnotherHasItsAudio_staysAvailable() throws Exception {
        albums();
        Files.copy(music.resolve("two/c.flac"), music.resolve("copy.flac"));
        Files.delete(music.resolve("two/c.flac"));
        assertEquals(List.of(), gone());
        Files.delete(music.resolve("copy.flac"));
        assertEquals(List.of("copy.flac"), gone());
        assertEquals(Set.of(id("C")), catalogue.unavailable());
    }

    @Test
    void run_fileOverwrittenByOtherMusic_makesTheOldUnavailable() throws Exception {
        albums();
        TrackId old = id("C");
        tones.write(music.resolve("two/c.flac"), 770, Map.of("title", "New", "album", "Two"));
        assertEquals(List.of("what was two/c.flac"), gone());
        assertEquals(Set.of(old), catalogue.unavailable());
    }

    @Test
    void run_whatMayBeOutOfSight_staysAvailable() throws Exception {
        albums();
        // Below a link that leads nowhere now, as when a drive is not mounted.
        Files.move(music.resolve("one"), folder.resolve("drive"));
        Files.createSymbolicLink(music.resolve("one"), folder.resolve("drive"));
        assertEquals(3, importMusic().unchanged().size());
        Files.move(folder.resolve("drive"), folder.resolve("unmounted"));
        assertEquals(List.of(), gone());
        Files.move(folder.resolve("unmounted"), folder.resolve("drive"));
        // Moved, and unreadable where it is now.
        Path moved = Files.move(music.resolve("two/c.flac"), music.resolve("moved.flac"));
        byte[] content = Files.readAllBytes(moved);
        Files.write(moved, new byte[content.length]);
        ImportReport report = importMusic();
        assertEquals(List.of(), report.gone());
        assertEquals(1, report.failed().size());
        assertEquals(Set.of(), catalogue.unavailable());
    }

    @Test
    void run_catalogueDoesNotListen_triesAgainNextTime() throws Exception {
        albums();
        Files.delete(music.resolve("two/c.flac"));
        catalogue.answer(403);
        assertEquals(
                "gone, but its tracks do not count as unavailable yet: the catalogue answered 403",
                importMusic().failed().getFirst().reason());
        assertEquals(List.of("two/c.flac"), gone());
    }

    @Test
    void purge_takesEntriesObjectsAndLoneCovers_evenIfKilledBetween() throws Exception {
        albums();
        ImportedTrack kept = catalogue.lastOf("A");
        ImportedTrack lone = catalogue.lastOf("C");
        Files.delete(music.resolve("one/b.flac"));
        Files.delete(music.resolve("two/c.flac"));
        assertEquals(2, gone().size());
        Purge purge = new Purge(places(), () -> "token", Clock.systemUTC());
        Set<String> before = objectNames();
        assertTrue(purge.run(true).lines().getFirst().startsWith("would purge 2 tracks"));
        assertEquals(before, objectNames());

        // The catalogue fails in the middle, as if the purge were killed: objects are gone, entries are left.
        catalogue.answer(500);
        assertThrows(IOException.class, () -> purge.run(false));
        assertFalse(catalogue.unavailable().isEmpty());

        assertTrue(purge.run(false).lines().getFirst().startsWith("purged "));
        assertEquals(Set.of(), catalogue.unavailable());
        assertEquals(
                Set.of(kept.id().toString(), "artwork/" + kept.album().id()),
                objectNames().stream()
                        .filter(name -> !name.startsWith("."))
                        .map(name -> name.substring(0, name.lastIndexOf('/')))
                        .collect(Collectors.toSet()));
        assertFalse(objectNames().toString().contains(lone.album().id()));
        assertEquals("purged 0 tracks, 0 objects", purge.run(false).lines().getFirst());
        Scrub.Report scrubbed = new Scrub(places().store(), places().index(), Clock.systemUTC()).run();
        assertEquals(List.of(), scrubbed.orphans());

        // What was purged is new if it comes back.
        tones.write(music.resolve("two/c.flac"), 660, Map.of("title", "C", "album", "Two"));
        assertEquals(1, importMusic().imported().size());
        assertEquals(lone.id(), catalogue.lastOf("C").id());
        assertEquals(lone.renditions(), catalogue.lastOf("C").renditions());
    }

    @Test
    void purge_whileAnImportRuns_isRefused() throws Exception {
        FolderStore store = new FolderStore(objects);
        try (Workspace _ = store.openWorkspace()) {
            Purge purge = new Purge(places(), () -> "token", Clock.systemUTC());
            assertThrows(IOException.class, () -> purge.run(false));
            assertEquals(0, purge.run(true).tracks().size());
        }
    }
}
