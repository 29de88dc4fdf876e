package dev.legato.search.lucene;

import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchTraits;
import dev.legato.search.plan.DocumentTokens;
import dev.legato.search.plan.IndexField;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;

/** How a document lies in a Lucene index: inverted fields of ready tokens, columns to sort and rank by, and its view. */
final class LuceneFields {
    static final String ID = "id";
    static final String RANK = "rank";
    static final String KIND = "kind";
    static final String NAMES = "names";
    static final String RECORDING = "recording";
    static final String VIEW = "view";
    static final String YEAR = "year";
    static final String GENRE = "genre";
    static final String ARTIST_ID = "artist_id";
    static final String FLAG = "flag";
    static final String EXPLICIT = "explicit";
    static final String UNAVAILABLE = "unavailable";

    /** Segments keep their documents in the order candidates are wanted in, so a search may stop at the first ones. */
    static final Sort ORDER =
            new Sort(new SortField(RANK, SortField.Type.LONG, true), new SortField(ID, SortField.Type.STRING));

    private static final FieldType TOKENS = tokens();

    private LuceneFields() {}

    private static FieldType tokens() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(IndexOptions.DOCS);
        type.freeze();
        return type;
    }

    static Term id(String id) {
        return new Term(ID, id);
    }

    static Document document(SearchDocument document, DocumentTokens tokens) {
        String id = document.id().text();
        Document fields = new Document();
        fields.add(new StringField(ID, id, Field.Store.NO));
        fields.add(new SortedDocValuesField(ID, new BytesRef(id)));
        fields.add(new NumericDocValuesField(RANK, tokens.rank()));
        fields.add(new StringField(KIND, document.id().kind().name(), Field.Store.NO));
        fields.add(
                new SortedDocValuesField(KIND, new BytesRef(document.id().kind().name())));
        fields.add(new BinaryDocValuesField(NAMES, new BytesRef(tokens.names())));
        if (!document.recording().equals(id)) {
            fields.add(new BinaryDocValuesField(RECORDING, new BytesRef(document.recording())));
        }
        fields.add(new BinaryDocValuesField(VIEW, new BytesRef(document.view().getBytes())));
        for (IndexField field : IndexField.values()) {
            fields.add(new Field(field.label(), new TokenList(tokens.of(field)), TOKENS));
        }
        addTraits(fields, document.traits());
        return fields;
    }

    private static void addTraits(Document fields, SearchTraits traits) {
        if (traits.released() != null) {
            fields.add(new IntPoint(YEAR, traits.released().getYear()));
            fields.add(new NumericDocValuesField(YEAR, traits.released().getYear()));
        }
        addAll(fields, GENRE, new LinkedHashSet<>(traits.genres()));
        addAll(fields, ARTIST_ID, new LinkedHashSet<>(traits.artistIds()));
        if (traits.explicit()) {
            fields.add(new StringField(FLAG, EXPLICIT, Field.Store.NO));
        }
        if (!traits.available()) {
            fields.add(new StringField(FLAG, UNAVAILABLE, Field.Store.NO));
        }
    }

    private static void addAll(Document fields, String field, Set<String> values) {
        for (String value : values) {
            fields.add(new StringField(field, value, Field.Store.NO));
            fields.add(new SortedSetDocValuesField(field, new BytesRef(value)));
        }
    }
}
