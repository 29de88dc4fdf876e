package dev.legato.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The response to a {@link Call}, of JSON for the most part. */
public record Answer(HttpResponse<String> response) {
    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    public JsonObject json() {
        return new JsonObject(response.body());
    }

    /** A member of the JSON object, null if that lacks it. */
    public @Nullable String text(String member) {
        return json().getString(member);
    }

    /** The first header of that name, empty if there is none. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    /** One member of each object in the list {@code items}. */
    public List<String> items(String member) {
        return each(json().getJsonArray("items"), member);
    }

    /** One member of each object in a list. */
    public static List<String> each(JsonArray objects, String member) {
        return objects.stream()
                .map(object -> ((JsonObject) object).getString(member))
                .toList();
    }

    /** The answer for a message: its status and body. */
    @Override
    public String toString() {
        return status() + " " + body();
    }
}
