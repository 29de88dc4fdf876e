package dev.legato.account.page;

/**
 * What every template gets as {@code page}.
 *
 * @param text the texts in the browser's language
 * @param csrf the value of each form's hidden field {@link Csrf#FIELD}
 * @param style the stylesheet
 * @param script the script, or the empty text for a page without one
 */
public record PageView(Texts text, String csrf, String style, String script) {
    /** The language, for HTML's {@code lang}. */
    public String language() {
        return text.language();
    }
}
