package dev.legato.runtime.privacy;

import java.util.List;
import java.util.Map;

/** What a service holds of accounts. Both methods may wait, on a virtual thread, and be called again for the same account. */
public interface PersonalData {
    /**
     * Forgets an account: when it returns, no store of the service finds its id. Throws what a database throws if it
     * must be tried again.
     */
    void forget(String account);

    /**
     * All that the service holds of an account.
     *
     * @return documents to be written as JSON, each at most half a megabyte; empty if there is nothing
     */
    List<Map<String, Object>> export(String account);
}
