package dev.legato.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.legato.contracts.ImportedTrack;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands at metadata-api's and account-api's doors over real HTTP, and writes down what it was asked. */
final class RecordingCatalogue implements AutoCloseable {
    private final HttpServer server;
    private final List<ImportedTrack> tracks = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Integer> nextAnswers = new ConcurrentLinkedQueue<>();

    RecordingCatalogue() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/internal/v1/tracks/", this::put);
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

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private void put(HttpExchange exchange) throws IOException {
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        ImportedTrack track = Json.readStrictly(exchange.getRequestBody().readAllBytes(), ImportedTrack.class);
        Integer status = nextAnswers.poll();
        String path = "/internal/v1/tracks/" + track.id();
        if (!exchange.getRequestMethod().equals("PUT")
                || !exchange.getRequestURI().getPath().equals(path)) {
            status = 404;
        }
        if (status == null) {
            tracks.add(track);
            status = 201;
        }
        respond(exchange, status, Map.of("detail", "said the catalogue"));
    }

    private void token(HttpExchange exchange) throws IOException {
        authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean known = form.equals("grant_type=client_credentials&scope=catalogue%3Awrite");
        respond(
                exchange,
                known ? 200 : 400,
                Map.of("access_token", "t0k3n", "token_type", "Bearer", "expires_in", 900, "scope", "catalogue:write"));
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
