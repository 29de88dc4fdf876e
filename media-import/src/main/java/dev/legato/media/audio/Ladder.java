package dev.legato.media.audio;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The renditions every track is made in, beside its original.
 *
 * @param formats the first is what every track gets before any gets another, so that all can soon be played
 */
public record Ladder(List<RenditionFormat> formats) {
    private static final List<String> USUAL = List.of("aac-160", "aac-96", "aac-320", "opus-96", "flac");
    private static final int MOST = 12;

    /** AAC-LC at 160, 96 and 320 kbit/s, Opus at 96, and FLAC. */
    public static final Ladder DEFAULT =
            new Ladder(USUAL.stream().map(RenditionFormat::parse).toList());

    public Ladder {
        formats = List.copyOf(formats);
        long names = formats.stream().map(RenditionFormat::name).distinct().count();
        if (formats.isEmpty() || formats.size() > MOST || names < formats.size()) {
            throw new IllegalArgumentException("%d (expected: 1 to %d, none twice)".formatted(formats.size(), MOST));
        }
        if (formats.getFirst().lossless()) {
            throw new IllegalArgumentException("'%s' first (expected: one that every track gets)"
                    .formatted(formats.getFirst().name()));
        }
    }

    /** Reads {@code import.renditions}, a list such as {@code aac-160, opus-96, flac}. */
    public static Ladder from(Settings settings) {
        try {
            return new Ladder(settings.list("import.renditions", USUAL).stream()
                    .map(RenditionFormat::parse)
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new SettingsException("import.renditions: " + e.getMessage());
        }
    }

    /** What a track can be played in first. */
    public RenditionFormat first() {
        return formats.getFirst();
    }

    /** Those a source is made of. */
    public List<RenditionFormat> of(AudioInfo source) {
        return formats.stream().filter(format -> format.fits(source)).toList();
    }

    /** Where a rendition stands; those it does not name stand behind all it does. */
    public int place(String name) {
        int place = formats.stream().map(RenditionFormat::name).toList().indexOf(name);
        return place < 0 ? formats.size() : place;
    }

    @Override
    public String toString() {
        return formats.stream().map(RenditionFormat::name).collect(Collectors.joining(" "));
    }
}
