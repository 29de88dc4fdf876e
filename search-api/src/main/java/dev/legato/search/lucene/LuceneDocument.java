package dev.legato.search.lucene;

import dev.legato.search.index.SearchDocument;
import dev.legato.search.plan.DocumentTokens;
import org.apache.lucene.document.Document;

/** A document ready to be indexed. */
record LuceneDocument(DocumentTokens tokens, Document fields) {
    static LuceneDocument of(SearchDocument document) {
        DocumentTokens tokens = DocumentTokens.of(document);
        return new LuceneDocument(tokens, LuceneFields.document(document, tokens));
    }
}
