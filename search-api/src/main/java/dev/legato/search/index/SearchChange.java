package dev.legato.search.index;

/** One change of the index. The same change applied twice leaves the index as applied once. */
public sealed interface SearchChange {
    /** The document that changes. */
    SearchId id();

    /** Puts a document in the place of the one with its id, if there is one. */
    record Upsert(SearchDocument document) implements SearchChange {
        @Override
        public SearchId id() {
            return document.id();
        }
    }

    /** Removes a document, if there is one of the id. */
    record Removal(SearchId id) implements SearchChange {}
}
