package dev.legato.search.lucene;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The columns that candidates are ranked by, read from the first document to the last. */
final class Columns {
    private final IndexReader reader;
    private @Nullable LeafReaderContext leaf;
    private BinaryDocValues names = DocValues.emptyBinary();
    private BinaryDocValues recordings = DocValues.emptyBinary();
    private BinaryDocValues views = DocValues.emptyBinary();
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
            views = DocValues.getBinary(current.reader(), LuceneFields.VIEW);
        }
        document = doc - current.docBase;
    }

    String names() throws IOException {
        if (!names.advanceExact(document)) {
            throw new IllegalStateException("document %d has no names".formatted(document));
        }
        return names.binaryValue().utf8ToString();
    }

    Buffer view() throws IOException {
        if (!views.advanceExact(document)) {
            throw new IllegalStateException("document %d has no view".formatted(document));
        }
        BytesRef view = views.binaryValue();
        return Buffer.buffer(Arrays.copyOfRange(view.bytes, view.offset, view.offset + view.length));
    }

    String recording(String id) throws IOException {
        return recordings.advanceExact(document) ? recordings.binaryValue().utf8ToString() : id;
    }
}
