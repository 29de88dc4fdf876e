package dev.legato.runtime.http;

import dev.legato.contracts.Excerpt;
import dev.legato.contracts.ProblemType;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Answers the methods that a path has no operation for: {@code OPTIONS} with those it has, all others with 405. */
public final class OtherMethods implements Handler<RoutingContext> {
    private final String allow;

    /** @param methods that the path has operations for */
    public OtherMethods(Set<HttpMethod> methods) {
        Set<String> names = methods.stream().map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
        names.add(HttpMethod.OPTIONS.name());
        this.allow = String.join(", ", names);
    }

    @Override
    public void handle(RoutingContext context) {
        context.response().putHeader(HttpHeaders.ALLOW, allow);
        HttpMethod method = context.request().method();
        if (method.equals(HttpMethod.OPTIONS)) {
            var _ = context.response().setStatusCode(204).end();
        } else {
            context.fail(new ProblemException(Problem.of(
                    ProblemType.METHOD_NOT_ALLOWED,
                    "method %s (expected: %s)".formatted(Excerpt.of(method.name()), allow),
                    null)));
        }
    }
}
