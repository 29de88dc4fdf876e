package dev.legato.bench.search;

import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchNames;
import dev.legato.search.index.SearchTraits;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * As many tracks as wanted, of real names recombined: each has the title of one line of the file, the artist of a second
 * and the album of a third. The same seed makes the same tracks.
 *
 * @param titles one for each track
 */
record SearchCorpus(List<String> artists, List<String> albums, List<String> titles, long seed) {
    private static final LocalDate FIRST_DAY = LocalDate.of(1955, 1, 1);
    private static final int DAYS = 25_000;
    private static final int GENRES = 40;
    private static final double MEAN_LOG_PLAYS = 5;

    SearchCorpus {
        artists = List.copyOf(artists);
        albums = List.copyOf(albums);
        titles = List.copyOf(titles);
    }

    /** Reads lines of artist, album and title, parted by tabs, after one of headings. */
    static SearchCorpus of(Path file, long seed) throws IOException {
        List<String> artists = new ArrayList<>();
        List<String> albums = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] names = line.split("\t", -1);
            addUnlessBlank(names[0], artists);
            addUnlessBlank(names[1], albums);
            addUnlessBlank(names[2], titles);
        }
        return new SearchCorpus(artists, albums, titles, seed);
    }

    private static void addUnlessBlank(String name, List<String> names) {
        if (!name.isBlank()) {
            names.add(name);
        }
    }

    /** One of the tracks. */
    SearchDocument track(int number) {
        Random random = new Random(seed + number);
        String title = titles.get(number % titles.size());
        int artist = random.nextInt(artists.size());
        String album = albums.get(random.nextInt(albums.size()));
        long plays = (long) Math.exp(MEAN_LOG_PLAYS + 2 * random.nextGaussian());
        SearchTraits traits = new SearchTraits(
                List.of("genre-" + random.nextInt(GENRES)),
                List.of("a" + artist),
                random.nextInt(10) == 0,
                true,
                plays,
                FIRST_DAY.plusDays(random.nextInt(DAYS)));
        String view = "{\"id\":\"t%d\",\"name\":\"%s\"}".formatted(number, title.replace("\"", "'"));
        return new SearchDocument(
                new SearchId(SearchKind.TRACK, "t" + number),
                SearchNames.track(title, List.of(artists.get(artist)), album),
                traits,
                Buffer.buffer(view));
    }
}
