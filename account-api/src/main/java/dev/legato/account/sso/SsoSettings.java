package dev.legato.account.sso;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Where else people may sign in.
 *
 * @param providers {@code account.sso.providers}, the ids of providers, each with a section of its own, see {@link Provider}
 * @param sessionTtl {@code account.sso.sessionTtl}, after which what came of a sign-in elsewhere needs another one there
 * @param ca {@code account.sso.ca}, who signs the providers' certificates; without it, those whom this Java trusts
 * @param proxy sign-in by the word of a proxy in front, see {@link ProxySignIn}
 */
public record SsoSettings(
        List<Provider> providers, Duration sessionTtl, Optional<Path> ca, Optional<ProxySignIn> proxy) {
    private static final int MAX_PROVIDERS = 16;

    public SsoSettings {
        providers = List.copyOf(providers);
    }

    /** @throws SettingsException if a provider is named twice or not described */
    public static SsoSettings from(Settings settings) {
        List<String> ids = settings.list("account.sso.providers", List.of());
        if (ids.size() > MAX_PROVIDERS || new HashSet<>(ids).size() < ids.size()) {
            throw new SettingsException(
                    "account.sso.providers: %s (expected: at most %d, each once)".formatted(ids, MAX_PROVIDERS));
        }
        Optional<Path> ca = settings.path("account.sso.ca");
        if (ca.filter(file -> !Files.isReadable(file)).isPresent()) {
            throw new SettingsException("account.sso.ca: %s cannot be read (expected: a PEM file)".formatted(ca.get()));
        }
        return new SsoSettings(
                ids.stream().map(id -> Provider.from(settings, id)).toList(),
                settings.duration(
                        "account.sso.sessionTtl", Duration.ofHours(12), Duration.ofMinutes(5), Duration.ofDays(90)),
                ca,
                ProxySignIn.from(settings));
    }
}
