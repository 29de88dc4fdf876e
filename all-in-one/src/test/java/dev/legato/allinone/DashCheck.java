package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** Reads a DASH manifest strictly by the rules of the on-demand profile (ISO/IEC 23009-1 §8.3), element by element. */
final class DashCheck {
    private static final String NAMESPACE = "urn:mpeg:dash:schema:mpd:2011";
    private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");
    private static final Pattern DURATION = Pattern.compile("PT(\\d+(?:\\.\\d+)?)S");

    private DashCheck() {}

    /** A representation. */
    record Representation(
            String id,
            String baseUrl,
            String codecs,
            long bandwidth,
            int sampleRate,
            int channels,
            int timescale,
            HlsCheck.Range init,
            HlsCheck.Range index,
            int set) {}

    /** A manifest. */
    record Mpd(double seconds, double minBuffer, List<Representation> representations) {}

    static Mpd read(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setNamespaceAware(true);
        Element mpd = factory.newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getDocumentElement();
        assertEquals("MPD", mpd.getLocalName());
        attributes(mpd, "profiles", "type", "mediaPresentationDuration", "minBufferTime", "xmlns");
        assertEquals("urn:mpeg:dash:profile:isoff-on-demand:2011", mpd.getAttribute("profiles"));
        assertEquals("static", mpd.getAttribute("type"));
        Element period = only(mpd, "Period");
        attributes(period, "id", "start");
        List<Representation> representations = new ArrayList<>();
        List<Element> sets = children(period);
        Set<String> ids = new TreeSet<>();
        for (Element set : sets) {
            assertEquals("AdaptationSet", set.getLocalName());
            attributes(
                    set,
                    "id",
                    "contentType",
                    "mimeType",
                    "codecs",
                    "audioSamplingRate",
                    "subsegmentAlignment",
                    "subsegmentStartsWithSAP");
            assertEquals("audio/mp4", set.getAttribute("mimeType"));
            assertEquals("true", set.getAttribute("subsegmentAlignment"), "§8.3.2");
            assertEquals("1", set.getAttribute("subsegmentStartsWithSAP"), "§8.3.2");
            assertTrue(ids.add("set" + set.getAttribute("id")));
            List<Element> parts = children(set);
            assertEquals("AudioChannelConfiguration", parts.get(0).getLocalName());
            assertEquals("Role", parts.get(1).getLocalName());
            for (Element part : parts.subList(2, parts.size())) {
                assertEquals("Representation", part.getLocalName());
                assertTrue(ids.add(part.getAttribute("id")), "ids are unique in a period (§5.3.5.2)");
                representations.add(representation(set, parts.getFirst(), part));
            }
        }
        return new Mpd(
                seconds(mpd.getAttribute("mediaPresentationDuration")),
                seconds(mpd.getAttribute("minBufferTime")),
                representations);
    }

    private static Representation representation(Element set, Element channels, Element representation) {
        attributes(representation, "id", "bandwidth");
        List<Element> parts = children(representation);
        assertEquals(
                List.of("BaseURL", "SegmentBase"),
                parts.stream().map(Node::getLocalName).toList());
        String url = parts.getFirst().getTextContent();
        Element base = parts.getLast();
        attributes(base, "timescale", "indexRange", "indexRangeExact");
        assertEquals("true", base.getAttribute("indexRangeExact"));
        Element init = only(base, "Initialization");
        attributes(init, "range");
        return new Representation(
                representation.getAttribute("id"),
                url,
                set.getAttribute("codecs"),
                Long.parseLong(representation.getAttribute("bandwidth")),
                Integer.parseInt(set.getAttribute("audioSamplingRate")),
                Integer.parseInt(channels.getAttribute("value")),
                Integer.parseInt(base.getAttribute("timescale")),
                range(url, init.getAttribute("range")),
                range(url, base.getAttribute("indexRange")),
                Integer.parseInt(set.getAttribute("id")));
    }

    private static HlsCheck.Range range(String url, String text) {
        Matcher matcher = RANGE.matcher(text);
        assertTrue(matcher.matches(), text);
        long first = Long.parseLong(matcher.group(1));
        return new HlsCheck.Range(url, first, Math.toIntExact(Long.parseLong(matcher.group(2)) - first + 1));
    }

    private static double seconds(String text) {
        Matcher matcher = DURATION.matcher(text);
        assertTrue(matcher.matches(), text);
        return Double.parseDouble(matcher.group(1));
    }

    private static void attributes(Element element, String... known) {
        assertEquals(NAMESPACE, element.getNamespaceURI());
        NamedNodeMap attributes = element.getAttributes();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < attributes.getLength(); i++) {
            names.add(attributes.item(i).getNodeName());
        }
        assertEquals(new TreeSet<>(List.of(known)), names, element.getLocalName());
    }

    private static Element only(Element parent, String name) {
        List<Element> children = children(parent);
        assertEquals(List.of(name), children.stream().map(Node::getLocalName).toList());
        return children.getFirst();
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            } else {
                assertTrue(
                        node.getNodeType() == Node.TEXT_NODE
                                && node.getTextContent().isBlank(),
                        "text in " + parent.getLocalName());
            }
        }
        return children;
    }
}
