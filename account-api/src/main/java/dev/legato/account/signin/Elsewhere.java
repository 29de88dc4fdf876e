package dev.legato.account.signin;

/**
 * A way to sign in at another provider, as the sign-in page offers it.
 *
 * @param action where its form is sent to
 * @param name of the provider
 * @param down whether the provider has not answered lately
 */
public record Elsewhere(String action, String name, boolean down) {}
