package dev.legato.runtime.http;

import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiContract.Operation;
import dev.legato.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves a service's OpenAPI document: each operation is answered by the function given for its {@code operationId},
 * and an operation without a function, or a function without an operation, stops the start. The document itself stands
 * at {@code /openapi.json}.
 */
public final class ApiServer {
    private static final String JSON = "application/json";
    private static final String HTML = "text/html; charset=utf-8";
    private static final int NO_CONTENT = 204;
    private static final String DOCUMENT = "/openapi.json";

    private final Vertx vertx;
    private final HttpSettings settings;
    private final TokenVerifier tokens;
    private final ApiContract contract;
    private final Map<String, AsyncOperation> functions = new HashMap<>();
    private final Map<String, CrossOrigin> crossOrigin = new HashMap<>();

    /** Answers an operation on a virtual thread; it may wait. */
    @FunctionalInterface
    public interface BlockingOperation {
        Reply answer(Request request) throws Exception;
    }

    /** Answers an operation on an event loop; it must not wait. */
    @FunctionalInterface
    public interface AsyncOperation {
        Future<Reply> answer(Request request);
    }

    /**
     * A server yet without functions.
     *
     * @param service names the document, {@code openapi/{service}.yaml}
     */
    public ApiServer(Vertx vertx, HttpSettings settings, TokenVerifier tokens, String service) {
        this.vertx = vertx;
        this.settings = settings;
        this.tokens = tokens;
        this.contract = ApiContract.load(service);
    }

    /** Says how an operation is answered; for verticles on virtual threads. */
    public ApiServer on(String operationId, BlockingOperation function) {
        return onAsync(operationId, request -> {
            try {
                return Future.succeededFuture(function.answer(request));
            } catch (Exception e) {
                return Future.failedFuture(e);
            }
        });
    }

    /** Says how an operation is answered; for verticles on event loops. */
    public ApiServer onAsync(String operationId, AsyncOperation function) {
        if (functions.put(operationId, function) != null) {
            throw new IllegalStateException("two functions for operation " + operationId);
        }
        return this;
    }

    /**
     * Lets pages of other origins call operations; for verticles on virtual threads.
     *
     * @param paths of the operations
     * @param origins which may call; it may wait
     */
    public ApiServer crossOrigin(Set<String> paths, Predicate<String> origins) {
        paths.forEach(path -> crossOrigin.put(path, new CrossOrigin(origins)));
        return this;
    }

    /** Binds the port. */
    public Future<HttpServer> listen() {
        return Listener.listen(vertx, settings, server -> server.requestHandler(router())
                .invalidRequestHandler(new MalformedRequests()));
    }

    private Router router() {
        Router router = Router.router(vertx);
        router.route().handler(new RequestId());
        router.route().handler(ApiServer::checkTarget);
        router.route(DOCUMENT)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> send(context, Reply.ok(contract.document())));
        crossOrigin.forEach((path, handler) -> router.route(path).handler(handler));
        Map<String, AsyncOperation> unused = new HashMap<>(functions);
        for (Operation operation : contract.operations()) {
            AsyncOperation function = unused.remove(operation.id());
            if (function == null) {
                throw new IllegalStateException("no function for operation " + operation.id());
            }
            route(router, operation, function);
        }
        if (!unused.isEmpty()) {
            throw new IllegalStateException("no operation for functions " + unused.keySet());
        }
        allowedMethods().forEach((path, methods) -> router.route(path).handler(new OtherMethods(methods)));
        new ProblemRenderer().install(router);
        return router;
    }

    /** The methods of each path; who answers GET answers HEAD. */
    private Map<String, Set<HttpMethod>> allowedMethods() {
        Map<String, Set<HttpMethod>> methods = new LinkedHashMap<>();
        methods.put(DOCUMENT, new LinkedHashSet<>(List.of(HttpMethod.GET)));
        for (Operation operation : contract.operations()) {
            methods.computeIfAbsent(operation.route(), _ -> new LinkedHashSet<>())
                    .add(operation.method());
        }
        methods.values().stream()
                .filter(allowed -> allowed.contains(HttpMethod.GET))
                .forEach(allowed -> allowed.add(HttpMethod.HEAD));
        return methods;
    }

    private void route(Router router, Operation operation, AsyncOperation function) {
        var route = router.route(operation.route()).method(operation.method());
        if (operation.method().equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD).handler(ApiServer::ignoreBody);
        } else {
            route.handler(new WholeBody(operation.maxBodyBytes().orElse(settings.mostBodyBytes())));
        }
        route.handler(context -> {
            var _ = caller(context, operation)
                    .compose(caller -> function.answer(request(context, operation, caller.orElse(null))))
                    // Composed, so that an answer that cannot be written fails as any other does instead of never
                    // coming.
                    .compose(reply -> {
                        send(context, reply);
                        return Future.succeededFuture();
                    })
                    .onFailure(context::fail);
        });
    }

    private static void ignoreBody(RoutingContext context) {
        context.request().resume();
        context.next();
    }

    private static void checkTarget(RoutingContext context) {
        QueryString.checkPath(context.request().path());
        var _ = QueryString.parse(context.request().query());
        context.next();
    }

    private static Request request(RoutingContext context, Operation operation, @Nullable Caller caller) {
        Query query = Query.parse(context.request().query(), operation.query(), operation.ignoresUnknownParameters());
        return new Request(context, query, caller);
    }

    private Future<Optional<Caller>> caller(RoutingContext context, Operation operation) {
        Access access = operation.access();
        boolean unnamed = !context.request().headers().contains(HttpHeaders.AUTHORIZATION);
        if (access.token() == Access.Token.IGNORED || (access.token() == Access.Token.OPTIONAL && unnamed)) {
            return Future.succeededFuture(Optional.empty());
        }
        return tokens.verify(context.request()).map(caller -> {
            access.scopes().forEach(caller::require);
            return Optional.of(caller);
        });
    }

    private static void send(RoutingContext context, Reply reply) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        reply.headers().forEach(response::putHeader);
        if (isCurrent(context, reply)) {
            var _ = response.setStatusCode(304).end();
        } else if (reply.body() == null) {
            if (reply.status() != NO_CONTENT) {
                response.putHeader(HttpHeaders.CONTENT_LENGTH, "0"); // HEAD is told the same as GET
            }
            var _ = response.setStatusCode(reply.status()).end();
        } else {
            response.setStatusCode(reply.status());
            String type = reply.headers().getOrDefault("Content-Type", JSON);
            switch (reply.body()) {
                case Reply.Html(String text) -> Answer.end(context.request(), HTML, Buffer.buffer(text));
                case Reply.Bytes(Buffer bytes) -> Answer.end(context.request(), type, bytes);
                case Object body -> Answer.end(context.request(), type, Buffer.buffer(Json.write(body)));
            }
        }
    }

    private static boolean isCurrent(RoutingContext context, Reply reply) {
        String tag = reply.headers().get("ETag");
        return tag != null
                && reply.status() == 200
                && (context.request().method().equals(HttpMethod.GET)
                        || context.request().method().equals(HttpMethod.HEAD))
                && EntityTags.matchesWeakly(context.request().getHeader(HttpHeaders.IF_NONE_MATCH), tag);
    }
}
