package dev.legato.metadata.api;

import dev.legato.contracts.ImportedTrack.Lyrics;
import dev.legato.contracts.ImportedTrack.LyricsLine;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lyrics over the wire.
 *
 * @param lines with their times; null if these are not known
 * @param text all lines, separated by line feeds
 */
record LyricsView(
        @Nullable String language,
        boolean synchronised,
        @Nullable List<LyricsLine> lines,
        String text) {
    static LyricsView of(Lyrics lyrics) {
        boolean synchronised = lyrics.lines().stream().noneMatch(line -> line.startMs() == null);
        return new LyricsView(
                lyrics.language(),
                synchronised,
                synchronised ? lyrics.lines() : null,
                lyrics.lines().stream().map(LyricsLine::text).collect(Collectors.joining("\n")));
    }
}
