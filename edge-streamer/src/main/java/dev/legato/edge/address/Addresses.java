package dev.legato.edge.address;

import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.ObjectKeys;
import dev.legato.contracts.SignedPath;
import dev.legato.edge.file.DotFiles;
import dev.legato.edge.file.ObjectKey;
import dev.legato.edge.http.Refusal;
import dev.legato.runtime.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request target addresses: {@code {mount}/{key}}, {@code {mount}/~{token}/{key}}, {@code /artwork/{key}}.
 *
 * <p>Artwork is for everyone and lies under {@code artwork/} in the root. Absolute-form targets (RFC 9112 §3.2.2) are
 * read as well; a query is ignored.
 */
public final class Addresses {
    private final String mount;
    private final boolean open;
    private final LinkVerifier links;
    private final DotFiles dotFiles;
    private final KeyForm form;

    /** The result of reading a target. */
    public sealed interface Address {}

    /**
     * An object that the client may have.
     *
     * @param link the verified link in the target; null if none is needed
     */
    public record Granted(String key, @Nullable SignedPath link) implements Address {
        /** Seconds since 1970; from then on the target must be read again. */
        long until() {
            return link == null ? Long.MAX_VALUE : link.expires().getEpochSecond();
        }
    }

    /**
     * Audio for a player that is counted, so that the client may have it only if not too many others play.
     *
     * @param link the one that is granted
     */
    public record Counted(Granted granted, SignedPath link) implements Address {}

    /**
     * A manifest within the cap of a link, in place of the one that was asked for. Under the name that was asked for it must
     * not be stored where others find it.
     */
    public record Substituted(Granted granted) implements Address {}

    /** A refusal; the problem says why. */
    public record Refused(Problem problem) implements Address {}

    /**
     * @param mount path under which objects are served, with a slash at both ends
     * @param open true if no signature is needed; then a path segment that begins with {@code ~} is part of the key
     * @param form the form of the keys that are granted
     */
    public Addresses(String mount, boolean open, LinkVerifier links, DotFiles dotFiles, KeyForm form) {
        this.mount = mount;
        this.open = open;
        this.links = links;
        this.dotFiles = dotFiles;
        this.form = form;
    }

    /** Reads a target and verifies the signed link in it. */
    Address read(String target) {
        Address address = readPath(path(target));
        return address instanceof Granted granted ? limited(granted, query(target)) : address;
    }

    /** Applies the limits of a link, and gives the key its form. */
    private Address limited(Granted granted, @Nullable String query) {
        SignedPath link = granted.link();
        if (link == null) {
            return new Granted(form.of(granted.key(), query), null);
        }
        // A cache fetches for listeners of every plan, also what is substituted for some of them.
        String key = link.unpaced()
                ? granted.key()
                : link.limits().resolve(granted.key()).orElse(null);
        if (key == null) {
            return new Refused(Refusal.ABOVE_PLAN);
        }
        Granted permitted = new Granted(form.of(key, query), link);
        if (!key.equals(granted.key())) {
            return new Substituted(permitted);
        }
        return link.limits().countsStreams() && LinkLimits.isAudio(key) ? new Counted(permitted, link) : permitted;
    }

    /**
     * Returns the key of a target as clients send it, without verifying a signed link.
     *
     * @throws IllegalArgumentException if the target is not under the mount or malformed
     */
    public String keyOf(String target) {
        return switch (key(unsigned(path(target)))) {
            case Granted granted -> form.of(granted.key(), query(target));
            case Counted counted -> counted.granted().key();
            case Substituted substituted -> substituted.granted().key();
            case Refused refused ->
                throw new IllegalArgumentException(
                        "'%s': %s".formatted(target, refused.problem().detail()));
        };
    }

    /**
     * Returns the beginning of the keys whose targets begin so.
     *
     * @throws IllegalArgumentException if the target is not under the mount
     */
    public String keyPrefixOf(String target) {
        return unsigned(target);
    }

    /** Cuts the mount and a token off a path. */
    private String unsigned(String path) {
        if (path.startsWith(ObjectKeys.ARTWORK, 1)) {
            return path.substring(1);
        }
        if (!path.startsWith(mount)) {
            throw new IllegalArgumentException("'%s' (expected: a path that begins with %s)".formatted(path, mount));
        }
        String rest = path.substring(mount.length());
        int slash = rest.indexOf('/');
        boolean signed = rest.startsWith("~") && slash > 0 && SignedPath.isTokenForm(rest.substring(1, slash));
        return signed ? rest.substring(slash + 1) : rest;
    }

    private Address readPath(String path) {
        if (path.isEmpty() || path.indexOf('#') >= 0) {
            return new Refused(Refusal.malformed("request target: no path, or one with '#'"));
        }
        if (path.startsWith(ObjectKeys.ARTWORK, 1)) {
            return key(path.substring(1));
        }
        if (path.startsWith(mount)) {
            return audio(path.substring(mount.length()));
        }
        return switch (ObjectKey.parse(path.substring(1))) {
            case ObjectKey.Malformed(String reason) -> new Refused(Refusal.malformed(reason));
            default -> new Refused(Refusal.NOT_FOUND);
        };
    }

    private Address audio(String rest) {
        if (!rest.startsWith("~")) {
            if (open) {
                return key(rest);
            }
            // A path that names nothing gets that answer, not the one that asks for a token.
            return key(rest) instanceof Refused refused ? refused : new Refused(Refusal.LINK_NEEDED);
        }
        int slash = rest.indexOf('/');
        if (open && (slash < 0 || !SignedPath.isTokenForm(rest.substring(1, slash)))) {
            return key(rest);
        }
        if (slash < 0) {
            return new Refused(Refusal.LINK_MALFORMED);
        }
        Address address = key(rest.substring(slash + 1));
        return address instanceof Granted granted ? verified(rest.substring(1, slash), granted.key()) : address;
    }

    private Address verified(String token, String key) {
        return switch (links.verify(token, key)) {
            case SignedPath.Granted(SignedPath link) -> new Granted(key, link);
            case SignedPath.Refused(SignedPath.Refusal reason) ->
                new Refused(
                        switch (reason) {
                            case MALFORMED -> Refusal.LINK_MALFORMED;
                            case UNKNOWN_KEY, WRONG_SIGNATURE -> Refusal.LINK_WRONG_SIGNATURE;
                            case EXPIRED -> Refusal.LINK_EXPIRED;
                            case WRONG_PREFIX -> Refusal.LINK_WRONG_PREFIX;
                        });
        };
    }

    private Address key(String path) {
        return switch (ObjectKey.parse(path)) {
            case ObjectKey.Dotted(ObjectKey key) when !key.isPermitted(dotFiles) -> new Refused(Refusal.NOT_FOUND);
            case ObjectKey.Dotted(ObjectKey key) -> new Granted(key.value(), null);
            case ObjectKey.Named(ObjectKey key) -> new Granted(key.value(), null);
            case ObjectKey.Malformed(String reason) -> new Refused(Refusal.malformed(reason));
            case ObjectKey.NotServed _ -> new Refused(Refusal.NOT_FOUND);
        };
    }

    private static @Nullable String query(String target) {
        int mark = target.indexOf('?');
        return mark < 0 ? null : target.substring(mark + 1);
    }

    /** Returns the path of an origin-form or absolute-form target; empty if there is none. */
    private static String path(String target) {
        int query = target.indexOf('?');
        String hierarchy = query < 0 ? target : target.substring(0, query);
        if (hierarchy.startsWith("/")) {
            return hierarchy;
        }
        int authority = hierarchy.indexOf("://");
        int slash = authority < 0 ? -1 : hierarchy.indexOf('/', authority + 3);
        return slash < 0 ? "" : hierarchy.substring(slash);
    }
}
