package dev.legato.media;

import dev.legato.media.audio.Ladder;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A folder of music, a catalogue that records, and an importer between them. */
@Timeout(120)
class ImportFixture {
    static final Map<String, String> TAGS = Map.of(
            "title",
            "Tone",
            "artist",
            "The Sine",
            "album",
            "Waves",
            "track",
            "2/3",
            "date",
            "1999",
            "genre",
            "Ambient");

    @TempDir
    Path folder;

    final Tones tones;
    final RecordingCatalogue catalogue;
    Path music;
    Path objects;

    ImportFixture() throws IOException {
        tones = new Tones();
        catalogue = new RecordingCatalogue();
    }

    @BeforeEach
    void folders() throws IOException {
        music = Files.createDirectories(folder.resolve("music"));
        objects = folder.resolve("objects");
    }

    @AfterEach
    void closeCatalogue() {
        catalogue.close();
    }

    ImportReport importMusic() throws IOException, InterruptedException {
        return importMusic(ImportProgress.NONE);
    }

    ImportReport importMusic(ImportProgress progress) throws IOException, InterruptedException {
        return new MediaImporter(places(), Ladder.DEFAULT, () -> "token", 2, Clock.systemUTC())
                .run(new FolderSource(music), progress);
    }

    Places places() {
        return new Places(objects, folder.resolve("import-index"), catalogue.uri());
    }

    Set<String> objectNames() throws IOException {
        try (Stream<Path> files = Files.walk(objects)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> objects.relativize(file).toString())
                    .collect(Collectors.toSet());
        }
    }
}
