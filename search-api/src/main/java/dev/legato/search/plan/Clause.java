package dev.legato.search.plan;

import java.util.List;

/** What a document's tokens must be to be a candidate; matching never scores. */
public sealed interface Clause {
    /** The longest beginning of a token that is indexed; longer ones are looked up among the tokens. */
    int MAX_EDGE = 5;

    /** Every document. */
    record Everything() implements Clause {}

    /** A field has a token. */
    record Term(IndexField field, String token) implements Clause {}

    /** A field has a token that begins with a text of more than {@value #MAX_EDGE} characters. */
    record Prefix(IndexField field, String text) implements Clause {}

    /** One clause matches. */
    record Any(List<Clause> clauses) implements Clause {
        public Any {
            clauses = List.copyOf(clauses);
        }
    }

    /** All clauses match. */
    record All(List<Clause> clauses) implements Clause {
        public All {
            clauses = List.copyOf(clauses);
        }
    }

    /** At least some of the clauses match. */
    record AtLeast(int least, List<Clause> clauses) implements Clause {
        public AtLeast {
            clauses = List.copyOf(clauses);
        }
    }

    /** Matches a beginning of tokens in the way that costs least. */
    static Clause beginning(IndexField field, String text) {
        return text.codePointCount(0, text.length()) <= MAX_EDGE
                ? new Term(field.edge(), text)
                : new Prefix(field, text);
    }

    /** One of these, or the only one itself. */
    static Clause any(List<Clause> clauses) {
        return clauses.size() == 1 ? clauses.getFirst() : new Any(clauses);
    }

    /** All of these, or the only one itself. */
    static Clause all(List<Clause> clauses) {
        return clauses.size() == 1 ? clauses.getFirst() : new All(clauses);
    }
}
