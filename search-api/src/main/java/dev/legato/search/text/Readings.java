package dev.legato.search.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What names of other scripts are typed as: by their sound.
 *
 * @param words the words with their readings as variants
 * @param keys the whole name's readings
 */
record Readings(List<Word> words, List<String> keys) {
    static Readings of(String name, List<Word> words) {
        if (!Scripts.needsRomanization(name)) {
            return new Readings(words, List.of());
        }
        Set<String> keys = new LinkedHashSet<>();
        List<Word> read = new ArrayList<>();
        for (int i = 0; i < words.size(); ) {
            int end = endOfRun(words, i);
            List<Word> run = words.subList(i, end);
            if (end - i == 1 && !run.getFirst().isIdeograph()) {
                read.add(run.getFirst().with(Romanization.of(run.getFirst().text())));
            } else {
                read.addAll(ideographs(name, run, words.size() == run.size(), keys));
            }
            i = end;
        }
        keys.add(read.stream()
                .map(word -> word.variants().isEmpty() || !Scripts.needsRomanization(word.text())
                        ? word.text()
                        : word.variants().getFirst())
                .collect(Collectors.joining()));
        return new Readings(read, List.copyOf(keys));
    }

    private static int endOfRun(List<Word> words, int start) {
        int end = start + 1;
        while (words.get(start).isIdeograph()
                && end < words.size()
                && words.get(end).isIdeograph()
                && words.get(end).start() == words.get(end - 1).end()) {
            end++;
        }
        return end;
    }

    /** Characters of a run have readings of their own, and the run has those of its words. */
    private static List<Word> ideographs(String name, List<Word> run, boolean whole, Set<String> keys) {
        String text = run.stream().map(Word::text).collect(Collectors.joining());
        Set<String> ofRun = new LinkedHashSet<>();
        if (text.codePoints().anyMatch(c -> Scripts.isHan(c) || Scripts.isKana(c))) {
            String written =
                    name.substring(run.getFirst().start(), run.getLast().end());
            List<String> japanese = JapaneseReadings.of(written);
            String kana = String.join("", japanese);
            japanese.forEach(reading -> ofRun.addAll(Romanization.of(reading)));
            ofRun.addAll(Romanization.of(kana));
            if (whole) {
                keys.add(kana);
                keys.add(Scripts.unvoiced(kana));
                keys.addAll(Romanization.of(kana));
            }
        }
        ofRun.addAll(Romanization.of(text));
        if (whole) {
            keys.addAll(Romanization.of(text));
        }
        List<Word> read = new ArrayList<>();
        for (Word word : run) {
            List<String> own = Scripts.isKana(word.text().codePointAt(0)) ? List.of() : Romanization.of(word.text());
            // A run's readings are kept with its first word: variants need only be somewhere in the name.
            read.add(word.with(
                    read.isEmpty() ? Stream.concat(own.stream(), ofRun.stream()).toList() : own));
        }
        return read;
    }
}
