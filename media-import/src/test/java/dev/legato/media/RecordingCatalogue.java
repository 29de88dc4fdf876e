package dev.legato.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.legato.contracts.CatalogueText;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands at metadata-api's and account-api's doors over real HTTP, and writes down what it was asked. */
final class RecordingCatalogue implements AutoCloseable {
    private final HttpServer server;
    private final List<ImportedTrack> tracks = new CopyOnWriteArrayList<>();
    private final Set<TrackId> unavailable = new ConcurrentSkipListSet<>(Comparator.comparing(TrackId::value));
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Integer> nextAnswers = new ConcurrentLinkedQueue<>();

    RecordingCatalogue() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/internal/v1/tracks/", this::put);
        server.createContext("/internal/v1/unavailable-tracks", this::unavailable);
        server.createContext("/oauth2/token", this::token);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Statuses the next calls get, before 201 again. */
    void answer(Integer... statuses) {
        nextAnswers.addAll(List.of(statuses));
    }

    List<ImportedTrack> tracks() {
        return List.copyOf(tracks);
    }

    /** A track as it was entered last. */
    ImportedTrack lastOf(String name) {
        return tracks.reversed().stream()
                .filter(track -> track.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Those whose files are gone. */
    Set<TrackId> unavailable() {
        return Set.copyOf(unavailable);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void put(HttpExchange exchange) throws IOException {
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        if (exchange.getRequestURI().getPath().endsWith("/availability")) {
            setAvailable(exchange);
            return;
        }
        ImportedTrack track = Json.readStrictly(exchange.getRequestBody().readAllBytes(), ImportedTrack.class);
        Integer status = nextAnswers.poll();
        String path = "/internal/v1/tracks/" + track.id();
        if (!exchange.getRequestMethod().equals("PUT")
                || !exchange.getRequestURI().getPath().equals(path)) {
            status = 404;
        }
        if (status == null && !fits(track)) {
            status = 400;
        }
        if (status == null) {
            tracks.add(track);
            unavailable.remove(track.id());
            status = 201;
        }
        respond(exchange, status, Map.of("detail", "said the catalogue"));
    }

    /** The catalogue's rules that odd music has broken. */
    private static boolean fits(ImportedTrack track) {
        return CatalogueText.isTidy(track.name())
                && CatalogueText.isTidy(track.album().name())
                && track.artists().stream().allMatch(artist -> CatalogueText.isTidy(artist.name()))
                && track.genres().stream().allMatch(CatalogueText::isTidy)
                && track.durationMs() > 0
                && (track.discNumber() == null || (track.discNumber() >= 1 && track.discNumber() <= 9_999))
                && track.renditions().stream()
                        .allMatch(rendition -> rendition.gapless() == null
                                || (rendition.gapless().delaySamples() >= 0
                                        && rendition.gapless().paddingSamples() >= 0));
    }

    private void setAvailable(HttpExchange exchange) throws IOException {
        TrackId id = new TrackId(exchange.getRequestURI().getPath().split("/")[4]);
        Integer status = nextAnswers.poll();
        boolean known = tracks.stream().anyMatch(track -> track.id().equals(id));
        if (status == null && known) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.equals("{\"available\":false}")) {
                unavailable.add(id);
            } else {
                unavailable.remove(id);
            }
        }
        respond(exchange, status == null ? (known ? 200 : 404) : status, Map.of("id", id, "outcome", "updated"));
    }

    /** One to a page. */
    private void unavailable(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("DELETE")) {
            TrackId id = new TrackId(exchange.getRequestURI().getPath().split("/")[4]);
            boolean removed = nextAnswers.isEmpty() && unavailable.remove(id);
            tracks.removeIf(track -> removed && track.id().equals(id));
            Integer status = nextAnswers.poll();
            exchange.sendResponseHeaders(status == null ? (removed ? 204 : 404) : status, -1);
            exchange.close();
            return;
        }
        String after = String.valueOf(exchange.getRequestURI().getQuery());
        List<TrackId> left = unavailable.stream()
                .filter(id -> after.equals("null") || ("after=" + id).compareTo(after) > 0)
                .toList();
        Map<String, Object> page = new HashMap<>();
        page.put("items", left.stream().limit(1).map(this::described).toList());
        page.put("next", left.size() > 1 ? "/internal/v1/unavailable-tracks?after=" + left.getFirst() : null);
        respond(exchange, 200, page);
    }

    private Map<String, Object> described(TrackId id) {
        ImportedTrack track = tracks.reversed().stream()
                .filter(entered -> entered.id().equals(id))
                .findFirst()
                .orElseThrow();
        long ofAlbum = tracks.stream()
                .filter(other -> other.album().id().equals(track.album().id()))
                .map(ImportedTrack::id)
                .distinct()
                .count();
        return Map.of(
                "id",
                id,
                "name",
                track.name(),
                "album",
                track.album().id(),
                "albumName",
                track.album().name(),
                "albumTracks",
                ofAlbum,
                "since",
                "2026-01-02T03:04:05Z");
    }

    private void token(HttpExchange exchange) throws IOException {
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean known = form.equals("grant_type=client_credentials&scope=catalogue-write");
        respond(
                exchange,
                known ? 200 : 400,
                Map.of("access_token", "t0k3n", "token_type", "Bearer", "expires_in", 900, "scope", "catalogue-write"));
    }

    private static void respond(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = Json.write(body);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
