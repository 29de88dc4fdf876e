package dev.legato.search.lucene;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.jspecify.annotations.Nullable;

/** The columns that candidates are ranked by, read from the first document to the last. */
final class Columns {
    private final IndexReader reader;
    private @Nullable LeafReaderContext leaf;
    private BinaryDocValues names = DocValues.emptyBinary();
    private BinaryDocValues recordings = DocValues.emptyBinary();
    private int document;

    Columns(IndexReader reader) {
        this.reader = reader;
    }

    /** Goes to a document, which is not before the last one. */
    void advance(int doc) throws IOException {
        LeafReaderContext current = leaf;
        if (current == null || doc >= current.docBase + current.reader().maxDoc()) {
            current = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
            leaf = current;
            names = DocValues.getBinary(current.reader(), LuceneFields.NAMES);
            recordings = DocValues.getBinary(current.reader(), LuceneFields.RECORDING);
        }
        document = doc - current.docBase;
    }

    String names() throws IOException {
        if (!names.advanceExact(document)) {
            throw new IllegalStateException("document %d has no names".formatted(document));
        }
        return names.binaryValue().utf8ToString();
    }

    String recording(String id) throws IOException {
        return recordings.advanceExact(document) ? recordings.binaryValue().utf8ToString() : id;
    }
}
