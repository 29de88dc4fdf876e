package dev.legato.media.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class CatalogueIdsTest {
    @Test
    void artist_otherCaseWidthAndBlanks_sameId() {
        assertEquals(
                CatalogueIds.artist("Sigur Rós").id(),
                CatalogueIds.artist("  SIGUR  RÓS").id());
        assertEquals(CatalogueIds.artist("ＡＢＣ").id(), CatalogueIds.artist("abc").id());
    }

    @Test
    void artist_otherName_otherId() {
        assertNotEquals(
                CatalogueIds.artist("Bach").id(), CatalogueIds.artist("Händel").id());
    }

    @Test
    void album_sameTitleOfAnotherArtist_otherId() {
        assertNotEquals(CatalogueIds.album("Queen", "Greatest Hits"), CatalogueIds.album("ABBA", "Greatest Hits"));
    }

    @Test
    void album_borderOfNameAndTitle_isPartOfTheId() {
        assertNotEquals(CatalogueIds.album("ab", "c"), CatalogueIds.album("a", "bc"));
    }
}
