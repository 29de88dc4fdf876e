package dev.legato.account.person;

/**
 * One of several listeners of an account.
 *
 * @param explicit whether it may hear explicit tracks; a child's profile may not
 */
public record Profile(String id, String name, boolean explicit) {}
