package dev.legato.runtime.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer that is no success, with what its problem document (RFC 9457) says. */
public final class ServiceProblemException extends IOException {
    /** What RFC 9457 has an answer mean that names no type. */
    private static final String NO_TYPE = "about:blank";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final String type;
    private final String detail;

    private ServiceProblemException(String service, int status, String type, String detail) {
        super("%s answered %d%s".formatted(service, status, detail.isEmpty() ? "" : ": " + detail));
        this.status = status;
        this.type = type;
        this.detail = detail;
    }

    /** @param service who answered, as messages name it */
    static ServiceProblemException of(String service, int status, byte[] body) {
        try {
            JsonNode problem = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return new ServiceProblemException(
                    service,
                    status,
                    problem.path("type").asText(NO_TYPE),
                    problem.path("detail").asText(problem.path("title").asText()));
        } catch (JsonProcessingException e) {
            return new ServiceProblemException(service, status, NO_TYPE, "");
        }
    }

    /** The HTTP status, 300 or more. */
    public int status() {
        return status;
    }

    /** The problem's stable type, such as {@code urn:legato:problem:not-found}; {@code about:blank} if none is given. */
    public String type() {
        return type;
    }

    /** What went wrong this time, or the problem's title; empty if the answer says neither. */
    public String detail() {
        return detail;
    }
}
