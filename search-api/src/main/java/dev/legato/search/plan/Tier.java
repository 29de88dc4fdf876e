package dev.legato.search.plan;

/**
 * Candidates that match alike. An engine answers them tier by tier, within a tier by rank, and by id where ranks are
 * equal; a document belongs to the first tier that it matches.
 *
 * @param number its place in the order; tiers for typed words and for typing errors have numbers of one sequence
 */
public record Tier(int number, Clause clause) {}
