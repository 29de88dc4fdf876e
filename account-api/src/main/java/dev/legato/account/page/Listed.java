package dev.legato.account.page;

/**
 * One row of a list on a page.
 *
 * @param when a time, in words
 */
public record Listed(String id, String name, String when) {}
