package dev.legato.account.oauth.message;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Passes requests to the SDK and its answers back. */
public final class Messages {
    private Messages() {}

    /** Reads a message by the SDK. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(HTTPRequest request) throws ParseException;
    }

    /** A form posted to an endpoint, as the SDK reads it. */
    public static HTTPRequest http(Request request, FormParameters form, URI endpoint) {
        HTTPRequest http = new HTTPRequest(HTTPRequest.Method.POST, endpoint);
        http.setEntityContentType(ContentType.APPLICATION_URLENCODED);
        http.setBody(form.raw());
        request.header("Authorization").ifPresent(http::setAuthorization);
        return http;
    }

    /** @throws OAuthException if the SDK refuses the message, with the error it names */
    public static <T> T parse(HTTPRequest request, Parser<T> parser) {
        try {
            return parser.parse(request);
        } catch (ParseException e) {
            throw refused(e);
        }
    }

    /** What the SDK says of a message that it does not take. */
    public static OAuthException refused(ParseException e) {
        return Optional.ofNullable(e.getErrorObject())
                .map(error -> new OAuthException(
                        error.getDescription() == null ? error.setDescription("malformed request") : error))
                .orElseGet(() -> OAuthException.invalidRequest("malformed request"));
    }

    /** Answers JSON that no cache keeps, or the error that ended the request. */
    public static Reply answer(Supplier<Map<String, ?>> body) {
        return reply(() -> Reply.ok(body.get()));
    }

    /** The same with an answer of its own status. */
    public static Reply reply(Supplier<Reply> body) {
        try {
            return body.get().header("Cache-Control", "no-store");
        } catch (OAuthException e) {
            return error(e.error());
        }
    }

    private static Reply error(ErrorObject error) {
        int status = error.getHTTPStatusCode() == 0 ? 400 : error.getHTTPStatusCode();
        Reply reply = new Reply(status, Map.of(), error.toJSONObject()).header("Cache-Control", "no-store");
        return status == 401 ? reply.header("WWW-Authenticate", "Basic realm=\"legato\"") : reply;
    }
}
