package dev.legato.bench.report;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;

/** An inline SVG picture under construction. Colours come from the page's style sheet, by class. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    /** @param title what a screen reader says of the picture */
    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    void line(String css, double x1, double y1, double x2, double y2) {
        body.append(
                format("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", css, x1, y1, x2, y2));
    }

    void box(String css, double x, double y, double w, double h, String tip) {
        body.append(format(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\">%s</rect>",
                css, x, y, Math.max(w, 0.5), h, tip(tip)));
    }

    void dot(String css, double x, double y, double radius, String tip) {
        body.append(format(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\">%s</circle>", css, x, y, radius, tip(tip)));
    }

    /** @param anchor start, middle or end */
    void text(String css, double x, double y, String anchor, String text) {
        body.append(format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", css, x, y, anchor))
                .append(Html.escape(text))
                .append("</text>");
    }

    /** @param points x and y in turn */
    void polyline(String css, double[] points, String tip) {
        if (points.length < 4) {
            return;
        }
        body.append("<polyline class=\"").append(css).append("\" points=\"");
        for (int i = 0; i < points.length; i += 2) {
            body.append(format("%.1f,%.1f ", points[i], points[i + 1]));
        }
        body.append("\">").append(tip(tip)).append("</polyline>");
    }

    @Override
    public String toString() {
        return format(
                        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" style=\"max-width:%dpx\">",
                        width, height, Html.escape(title), width)
                + body
                + "</svg>\n";
    }

    private static String tip(String text) {
        return text.isEmpty() ? "" : "<title>" + Html.escape(text) + "</title>";
    }

    @FormatMethod
    private static String format(@FormatString String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
