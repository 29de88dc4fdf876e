package dev.legato.contracts;

/**
 * Where the music lies in a coded stream, so that two tracks join without a gap. An encoder adds samples before and
 * behind; who plays the stream drops them again.
 *
 * @param delaySamples decoded samples before the first of the music
 * @param paddingSamples decoded samples behind the last
 * @param totalSamples of the music, a channel
 * @param sampleRate in Hz, of all three
 */
public record Gapless(long delaySamples, long paddingSamples, long totalSamples, int sampleRate) {}
