package dev.legato.contracts;

/** What an access token's {@code scope} claim may allow. */
public final class Scopes {
    /** Search, browse and play: every listener, guests too. */
    public static final String LISTEN = "listen";

    /** Keep playlists and follow: listeners with an account. */
    public static final String LIBRARY = "library";

    /** Write the catalogue: the importer. */
    public static final String CATALOGUE_WRITE = "catalogue:write";

    private Scopes() {}
}
