package dev.legato.search.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.runtime.json.Json;
import dev.legato.search.Catalogue;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class DocumentsTest {
    @Test
    void track_isFoundByItsNames_andItsViewIsTheRecord() throws IOException {
        CatalogueTrack track =
                Catalogue.track("Queen", "Jazz", "Mustapha", 1978, List.of("rock"), false, true, "GBUM71029604");
        SearchDocument document = Documents.of(track, 7);
        assertEquals(new SearchId(SearchKind.TRACK, track.key()), document.id());
        assertEquals("Mustapha", document.names().title());
        assertEquals(List.of("Queen"), document.names().artists());
        assertEquals("Jazz", document.names().album());
        assertEquals(LocalDate.of(1978, 1, 1), document.traits().released());
        assertEquals(7, document.traits().popularity());
        assertEquals(
                List.of(true, false),
                List.of(document.traits().explicit(), document.traits().available()));
        assertEquals("GBUM71029604", document.recording());
        assertEquals(track, Json.read(document.view().getBytes(), CatalogueTrack.class));
    }

    @Test
    void track_ofAnEventOfOld_isWithheldFromRestrictedProfiles() {
        CatalogueTrack full = Catalogue.track("Nico", "First", "These Days");
        CatalogueTrack old = new CatalogueTrack(
                full.id(), full.name(), full.durationMs(), full.album(), full.artists(), full.genres(), true);
        assertFalse(Documents.of(full, 0).traits().explicit());
        assertTrue(Documents.of(old, 0).traits().explicit());
    }

    @Test
    void recording_ofTheSameTitleArtistAndLength_isTheSame() {
        CatalogueTrack one = Catalogue.track("Nico", "First", "These Days");
        CatalogueTrack two = Catalogue.track("Nico", "Second", "these days");
        CatalogueTrack other = Catalogue.track("Google", "Third", "These Days");
        assertEquals(Documents.of(one, 0).recording(), Documents.of(two, 0).recording());
        assertNotEquals(Documents.of(one, 0).recording(), Documents.of(other, 0).recording());
    }

    @Test
    void removal_removesWhateverHasTheId() {
        String id = Catalogue.id("x");
        assertEquals(
                Set.of(SearchKind.TRACK, SearchKind.ALBUM, SearchKind.ARTIST),
                Documents.changes(new CatalogueRecord.Removal(id), _ -> 0).stream()
                        .map(change -> ((SearchChange.Removal) change).id().kind())
                        .collect(Collectors.toSet()));
        assertEquals(List.of(), Documents.changes(new CatalogueRecord.Unknown(id), _ -> 0));
    }
}
