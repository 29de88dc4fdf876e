package dev.legato.metadata.catalogue;

import dev.legato.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Catalogue entries in PostgreSQL. */
public final class CatalogueStore {
    private final SqlClient client;

    /** Reads by a pool, or within a connection's transaction. */
    public CatalogueStore(SqlClient client) {
        this.client = client;
    }

    /** The entries there are, by id. Blocks its virtual thread. */
    public <T> Map<String, T> load(Kind<T> kind, Collection<String> ids) {
        return find(kind, ids).await();
    }

    /** The entries there are, by id, by one query. */
    public <T> Future<Map<String, T>> find(Kind<T> kind, Collection<String> ids) {
        return client.preparedQuery(kind.select())
                .execute(Tuple.tuple().addArrayOfString(ids.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, T> found = HashMap.newHashMap(ids.size());
                    for (Row row : rows) {
                        found.put(row.getString(0), read(kind, row.getString(1)));
                    }
                    return found;
                });
    }

    private static <T> T read(Kind<T> kind, String document) {
        try {
            return Json.read(document.getBytes(StandardCharsets.UTF_8), kind.type());
        } catch (IOException e) {
            throw new UncheckedIOException(kind.name(), e);
        }
    }
}
