package dev.legato.search.lucene;

import java.util.Collection;
import java.util.Iterator;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Gives Lucene tokens that are ready. */
final class TokenList extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Collection<String> tokens;
    private Iterator<String> rest;

    TokenList(Collection<String> tokens) {
        this.tokens = tokens;
        this.rest = tokens.iterator();
    }

    @Override
    public boolean incrementToken() {
        if (!rest.hasNext()) {
            return false;
        }
        clearAttributes();
        term.append(rest.next());
        return true;
    }

    @Override
    public void reset() {
        rest = tokens.iterator();
    }
}
