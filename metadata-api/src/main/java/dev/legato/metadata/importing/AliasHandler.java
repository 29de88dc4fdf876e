package dev.legato.metadata.importing;

import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.CatalogueText;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.Excerpt;
import dev.legato.contracts.Scopes;
import dev.legato.metadata.cache.Catalogue;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Other names of artists, which search finds them by: entered by a curator, and read again. */
public final class AliasHandler {
    private final Importer importer;
    private final Catalogue catalogue;

    /** The other names, over the wire. */
    private record Aliases(@Nullable List<@Nullable String> aliases) {}

    public AliasHandler(Importer importer, Catalogue catalogue) {
        this.importer = importer;
        this.catalogue = catalogue;
    }

    public Reply get(Request request) {
        String id = artist(request);
        List<String> aliases = catalogue
                .find(Kind.ARTIST, id)
                .map(CatalogueArtist::aliases)
                .orElseThrow(() -> Problem.notFound("There is no artist %s.".formatted(id)));
        return Reply.ok(new Aliases(List.copyOf(aliases))).privateAlwaysAsk();
    }

    public Reply put(Request request) {
        request.caller().require(Scopes.CATALOGUE_WRITE);
        String id = artist(request);
        List<String> aliases = checked(request.body(Aliases.class).aliases());
        if (importer.putAliases(id, aliases) == Outcome.UNKNOWN) {
            throw Problem.notFound("There is no artist %s.".formatted(id));
        }
        return Reply.ok(new Aliases(List.copyOf(aliases)));
    }

    private static List<String> checked(@Nullable List<@Nullable String> aliases) {
        if (aliases == null || aliases.size() > CatalogueArtist.MAX_ALIASES) {
            throw Problem.invalid(
                    "aliases",
                    "%s (expected: 0 to %d names)"
                            .formatted(aliases == null ? "missing" : aliases.size(), CatalogueArtist.MAX_ALIASES));
        }
        return aliases.stream().map(AliasHandler::checked).distinct().toList();
    }

    private static String checked(@Nullable String alias) {
        if (alias == null || !CatalogueText.isTidy(alias)) {
            throw Problem.invalid(
                    "aliases",
                    "%s (expected: 1 to %d characters, no control characters)"
                            .formatted(alias == null ? "null" : Excerpt.of(alias), CatalogueText.MAX_CODE_POINTS));
        }
        return alias;
    }

    private static String artist(Request request) {
        return request.path("id", text -> {
            ContentId.require("artist id", text);
            return text;
        });
    }
}
