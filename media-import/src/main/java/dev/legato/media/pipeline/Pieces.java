package dev.legato.media.pipeline;

import dev.legato.contracts.TrackId;
import dev.legato.media.audio.AudioDigest;
import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.AudioProbe;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.FfmpegException;
import dev.legato.media.catalogue.CatalogueIds;
import dev.legato.media.pipeline.CueCuts.Cuts;
import dev.legato.media.pipeline.CueCuts.Stretch;
import dev.legato.media.plan.Candidate;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.MusicSource.Music;
import dev.legato.media.tags.TagReader;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds out which tracks a file holds: one, or several by a cue sheet. */
final class Pieces {
    private static final String CUT = "flac";

    private final Workspace workspace;
    private final AudioProbe probe;
    private final AudioDigest digest;
    private final CueCuts cues;
    private final AudioCutter cutter;
    private final Consumer<String> notes;
    private final TagReader tagReader = new TagReader();

    /** @param notes receives the reason why a cue sheet is not used */
    Pieces(Workspace workspace, Ffmpeg ffmpeg, Consumer<String> notes) {
        this.workspace = workspace;
        this.probe = new AudioProbe(ffmpeg);
        this.digest = new AudioDigest(ffmpeg);
        this.cues = new CueCuts(notes);
        this.cutter = new AudioCutter(ffmpeg);
        this.notes = notes;
    }

    /**
     * A file's audio, identified.
     *
     * @param digest in hexadecimal
     */
    record Identified(AudioInfo info, String digest, Optional<Cuts> cuts) {
        /**
         * Its tracks, in order.
         *
         * @param shown its name for people
         */
        List<Candidate> tracks(String shown) {
            return cuts.isPresent()
                    ? cuts.get().stretches().stream()
                            .map(stretch -> new Candidate(stretch.id(digest), name(shown, stretch)))
                            .toList()
                    : List.of(new Candidate(whole(), shown));
        }

        TrackId whole() {
            return CatalogueIds.track(HexFormat.of().parseHex(digest));
        }
    }

    /**
     * Identifies what a file holds.
     *
     * @param plain what tools see of it
     * @throws FfmpegException if it holds no audio that can be read
     */
    Identified identify(Music music, Path file, Path plain) throws IOException, InterruptedException {
        AudioInfo info = probe.read(plain);
        return new Identified(info, HexFormat.of().formatHex(digest.of(plain)), cues.of(music, file, info));
    }

    /** The extension of the original of a file's tracks. */
    static String extension(Path file, int tracks) {
        return tracks > 1 ? CUT : FileNames.extension(file);
    }

    /** The one piece that a file is if no cue sheet says otherwise. */
    Piece whole(String shown, Path plain, Identified file) {
        return new Piece(
                shown,
                file.whole(),
                plain,
                FileNames.extension(plain),
                file.info(),
                tagReader.read(plain, file.info()));
    }

    /**
     * Cuts a file that has cuts. Empty, with a note, if that cannot be done.
     *
     * @return in order; their audio is the caller's
     */
    List<Piece> cut(String shown, Path plain, Identified file) throws IOException, InterruptedException {
        if (file.cuts().isEmpty()) {
            return List.of();
        }
        Cuts cuts = file.cuts().get();
        try {
            List<Path> audio = cutter.cut(plain, file.info(), cuts.stretches(), workspace);
            List<Piece> pieces = new ArrayList<>();
            for (Stretch stretch : cuts.stretches()) {
                Path cut = audio.get(pieces.size());
                pieces.add(new Piece(
                        name(shown, stretch),
                        stretch.id(file.digest()),
                        cut,
                        CUT,
                        sourced(probe.read(cut), file.info()),
                        tagReader.read(plain, file.info(), cuts.sheet(), cuts.part(), stretch.track())));
            }
            return pieces;
        } catch (FfmpegException e) {
            notes.accept("not cut into tracks: %s: %s".formatted(shown, e.getMessage()));
            return List.of();
        }
    }

    private static String name(String shown, Stretch stretch) {
        return "%s, track %d".formatted(shown, stretch.track().number());
    }

    /** A stretch of lossy music is lossy still, whatever holds it. */
    private static AudioInfo sourced(AudioInfo cut, AudioInfo source) {
        return source.isLossless()
                ? cut
                : new AudioInfo(
                        source.codec(),
                        source.profile(),
                        cut.sampleRate(),
                        cut.sampleBits(),
                        cut.channels(),
                        cut.durationMs(),
                        cut.bitrate(),
                        null,
                        cut.tags());
    }
}
