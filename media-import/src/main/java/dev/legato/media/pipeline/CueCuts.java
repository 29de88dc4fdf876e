package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.ContentTypes;
import dev.legato.media.catalogue.CatalogueIds;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.tags.CueFile;
import dev.legato.media.tags.CueSheet;
import dev.legato.media.tags.CueSheet.Part;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where a file of several tracks is to be cut: by a cue sheet beside it that names it (by another extension too, as when
 * it was encoded after the sheet was written), or has its name; else by the one in its tag CUESHEET. What stands before
 * the first track is the first track's, so that nothing is lost.
 */
final class CueCuts {
    private static final String TAG = "cuesheet";

    private final Consumer<String> notes;

    /** @param notes receives the reason why a sheet is not used */
    CueCuts(Consumer<String> notes) {
        this.notes = notes;
    }

    /** A file's cuts, by a sheet's part. */
    record Cuts(CueSheet sheet, Part part, List<Stretch> stretches) {
        Cuts {
            stretches = List.copyOf(stretches);
        }
    }

    /**
     * One track's part of a file, in samples of one channel.
     *
     * @param end the first sample that is not in it; {@link #TO_THE_END} for the last
     */
    record Stretch(CueSheet.Track track, long start, long end) {
        static final long TO_THE_END = -1;

        /** The id of the track cut from audio with this digest. */
        TrackId id(String audioDigest) {
            return CatalogueIds.stretch(audioDigest, start, end);
        }
    }

    /** A file's cuts; empty if no sheet has more than one track in it. */
    Optional<Cuts> of(Music music, Path file, AudioInfo info) throws IOException {
        for (Path beside : music.beside()) {
            if (FileNames.extension(beside).equals("cue")) {
                String shown = FileNames.forPeople(FileNames.of(beside));
                Optional<CueSheet> sheet = parsed(shown, beside);
                Optional<Part> part = sheet.isPresent() ? part(sheet.get(), beside, shown, file) : Optional.empty();
                if (sheet.isPresent() && part.isPresent()) {
                    return cuts(shown, sheet.get(), part.get(), info);
                }
            }
        }
        String embedded = info.tags().getOrDefault(TAG, "");
        if (embedded.isBlank()) {
            return Optional.empty();
        }
        String shown = "in " + FileNames.forPeople(music.name());
        Optional<CueSheet> sheet = parsed(shown, embedded);
        if (sheet.isPresent() && sheet.get().parts().size() == 1) {
            return cuts(shown, sheet.get(), sheet.get().parts().getFirst(), info);
        }
        return Optional.empty();
    }

    private Optional<CueSheet> parsed(String shown, Path file) {
        try {
            return parsed(shown, CueFile.read(file));
        } catch (IOException e) {
            return unused(shown, String.valueOf(e.getMessage()));
        }
    }

    private Optional<CueSheet> parsed(String shown, String text) {
        try {
            return Optional.of(CueSheet.parse(text));
        } catch (CueSheet.MalformedException e) {
            return unused(shown, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Cuts> cuts(String shown, CueSheet sheet, Part part, AudioInfo info) {
        List<CueSheet.Track> tracks = part.tracks();
        if (tracks.size() < 2) {
            return Optional.empty();
        }
        long lasts = info.durationMs() * CueSheet.FRAMES / 1000;
        if (tracks.getLast().start() >= lasts) {
            return unused(
                    shown,
                    "track %d begins at %d s (expected: before the file's end at %d s)"
                            .formatted(
                                    tracks.getLast().number(),
                                    tracks.getLast().start() / CueSheet.FRAMES,
                                    lasts / CueSheet.FRAMES));
        }
        List<Stretch> stretches = new ArrayList<>();
        for (int index = 0; index < tracks.size(); index++) {
            boolean last = index == tracks.size() - 1;
            stretches.add(new Stretch(
                    tracks.get(index),
                    index == 0 ? 0 : samples(tracks.get(index), info),
                    last ? Stretch.TO_THE_END : samples(tracks.get(index + 1), info)));
        }
        return Optional.of(new Cuts(sheet, part, stretches));
    }

    /** Where a track begins; exact if the sample rate is a multiple of 75, as all usual ones from 11,025 Hz are. */
    private static long samples(CueSheet.Track track, AudioInfo info) {
        return (track.start() * info.sampleRate() + CueSheet.FRAMES / 2) / CueSheet.FRAMES;
    }

    /** The part of a sheet that is about a file. */
    private Optional<Part> part(CueSheet sheet, Path sheetFile, String shown, Path file) throws IOException {
        List<String> music = music(file.toAbsolutePath().resolveSibling(""));
        Optional<Part> found = Optional.empty();
        for (Part part : sheet.parts()) {
            List<String> named = named(part, music, sheet.parts().size() == 1 ? FileNames.of(sheetFile) : part.file());
            if (named.isEmpty()) {
                var _ = unused(shown, "there is no file '%s'".formatted(FileNames.forPeople(part.file())));
            } else if (named.contains(FileNames.of(file))) {
                found = Optional.of(part);
            }
        }
        return found;
    }

    /** Those files that have a part's name; else that have it but for the extension; else that have another name so. */
    private static List<String> named(Part part, List<String> files, String otherName) {
        List<String> named =
                files.stream().filter(part.file()::equalsIgnoreCase).toList();
        for (String name : List.of(part.file(), otherName)) {
            if (named.isEmpty()) {
                String stem = FileNames.stem(name);
                named = files.stream()
                        .filter(file -> FileNames.stem(file).equalsIgnoreCase(stem))
                        .toList();
            }
        }
        return named;
    }

    private static List<String> music(Path folder) throws IOException {
        List<String> music = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (ContentTypes.isMusic(FileNames.extension(file))) {
                    music.add(FileNames.of(file));
                }
            }
        }
        return music;
    }

    private <T> Optional<T> unused(String sheet, String reason) {
        notes.accept("cue sheet not used: %s: %s".formatted(sheet, reason));
        return Optional.empty();
    }
}
