package dev.legato.search.lucene;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Words found by what is left of them when letters are deleted: two words part by few errors only if deleting as few
 * letters from each leaves the same ("symmetric delete", Garbe 2012; Bocek et al., "Fast similarity search in large
 * dictionaries", 2007). Only the first letters of a word are indexed so; the rest is compared.
 */
final class SpellingSegment {
    private static final int MAX_INDEXED = 7;
    private static final int FEWEST_FOR_TWO = 5;

    private final String[] words;
    private final int[] counts;

    /** Sorted; the upper half is the hash of what is left, the lower half the word's place. */
    private final long[] deletions;

    private SpellingSegment(String[] words, int[] counts, long[] deletions) {
        this.words = words;
        this.counts = counts;
        this.deletions = deletions;
    }

    /**
     * Indexes words.
     *
     * @param counts how many documents have each
     */
    static SpellingSegment of(String[] words, int[] counts) {
        long[] deletions = new long[words.length * 16];
        int size = 0;
        for (int i = 0; i < words.length; i++) {
            for (String left : deletions(words[i], words[i].length() < FEWEST_FOR_TWO ? 1 : 2)) {
                if (size == deletions.length) {
                    deletions = Arrays.copyOf(deletions, size + size / 2 + 16);
                }
                deletions[size++] = key(left) | i;
            }
        }
        long[] sorted = Arrays.copyOf(deletions, size);
        Arrays.sort(sorted);
        return new SpellingSegment(words, counts, sorted);
    }

    int size() {
        return words.length;
    }

    String word(int i) {
        return words[i];
    }

    int count(int i) {
        return counts[i];
    }

    /** What is left of a word's beginning without some letters. */
    static Set<String> deletions(String word, int most) {
        String start = word.length() > MAX_INDEXED ? word.substring(0, MAX_INDEXED) : word;
        Set<String> all = new HashSet<>();
        all.add(start);
        Set<String> last = all;
        for (int i = 0; i < most; i++) {
            Set<String> shorter = new HashSet<>();
            for (String text : last) {
                for (int j = 0; j < text.length(); j++) {
                    shorter.add(text.substring(0, j) + text.substring(j + 1));
                }
            }
            last = shorter;
            Set<String> together = new HashSet<>(all);
            together.addAll(shorter);
            all = together;
        }
        return all;
    }

    private static long key(String left) {
        return (long) left.hashCode() << 32;
    }

    /** Names the words of which the same may be left; others may be among them, and a word may come twice. */
    void forEach(String left, IntConsumer word) {
        long key = key(left);
        int i = Arrays.binarySearch(deletions, key);
        for (i = i < 0 ? -i - 1 : i; i < deletions.length && deletions[i] >>> 32 == key >>> 32; i++) {
            word.accept((int) deletions[i]);
        }
    }
}
