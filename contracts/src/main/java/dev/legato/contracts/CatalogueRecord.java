package dev.legato.contracts;

/** What a record of {@link Topics#CATALOGUE} says. */
public sealed interface CatalogueRecord {
    /** The record's key, which is the id of what it speaks of. */
    String key();

    /** An entry of the catalogue. */
    sealed interface Entry extends CatalogueRecord permits CatalogueTrack, CatalogueAlbum, CatalogueArtist {}

    /** A track, an album or an artist that the catalogue no longer has: ids do not say which. */
    record Removal(String key) implements CatalogueRecord {
        public Removal {
            ContentId.require("key", key);
        }
    }

    /** An entry of a type that a newer version has added. */
    record Unknown(String key) implements CatalogueRecord {}
}
