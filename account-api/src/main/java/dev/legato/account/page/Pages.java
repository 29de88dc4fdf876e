package dev.legato.account.page;

import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Renders pages from the templates in {@code src/main/jte}, which escape whatever is put into them by its context. Style and
 * scripts stand inside the page and are allowed by their hashes: nothing else is loaded, run or framed.
 */
public final class Pages {
    private static final Look STYLE = Look.load("style.css");
    private static final Look SCRIPT = Look.load("account.js");

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
    private final BrowserCookie cookie;

    public Pages(BrowserCookie cookie) {
        this.cookie = cookie;
    }

    /** The texts for a request's language. */
    public static Texts texts(Request request) {
        return Texts.in(request.header("Accept-Language"));
    }

    /**
     * Renders a page for the browser that asks; one without our cookie gets it.
     *
     * @param template below {@code src/main/jte}, without {@code .jte}
     * @param model the template's parameters beside {@code page}
     */
    public Reply show(Request request, String template, Map<String, ?> model) {
        Optional<String> known = cookie.of(request);
        String value = known.orElseGet(cookie::create);
        Reply reply = render(request, value, template, model, false);
        return known.isPresent() ? reply : cookie.set(reply, value);
    }

    /** The same with the page's script, which every page must work without. */
    public Reply showWithScript(Request request, String template, Map<String, ?> model) {
        Optional<String> known = cookie.of(request);
        String value = known.orElseGet(cookie::create);
        Reply reply = render(request, value, template, model, true);
        return known.isPresent() ? reply : cookie.set(reply, value);
    }

    /** Headers for every answer to a browser, redirects included: not kept, not framed, no address passed on. */
    public static Reply guarded(Reply reply) {
        return reply.header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY");
    }

    private Reply render(Request request, String cookieValue, String template, Map<String, ?> model, boolean script) {
        Map<String, Object> all = new HashMap<>(model);
        all.put(
                "page",
                new PageView(texts(request), Csrf.token(cookieValue), STYLE.text(), script ? SCRIPT.text() : ""));
        StringOutput output = new StringOutput();
        engine.render(template + ".jte", all, output);
        return guarded(Reply.html(output.toString()))
                .header("Content-Security-Policy", policy(script))
                .header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    }

    /**
     * No {@code form-action}: Chromium applies it to the redirects after a form too, and signing in ends at the application
     * that asked for it. Templates escape, so no form gets in.
     */
    private static String policy(boolean script) {
        return "default-src 'none'; style-src %s; %simg-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"
                .formatted(
                        STYLE.source(), script ? "script-src %s; connect-src 'self'; ".formatted(SCRIPT.source()) : "");
    }
}
