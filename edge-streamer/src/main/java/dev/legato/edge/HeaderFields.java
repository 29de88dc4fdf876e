package dev.legato.edge;

import dev.legato.edge.http.RequestFields;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a request that Vert.x has read. */
record HeaderFields(MultiMap headers) implements RequestFields {
    @Override
    public @Nullable String get(Name name) {
        String first = headers.get(name.wireName());
        if (first == null) {
            return null;
        }
        List<String> lines = headers.getAll(name.wireName());
        return lines.size() == 1 ? first : String.join(", ", lines);
    }
}
