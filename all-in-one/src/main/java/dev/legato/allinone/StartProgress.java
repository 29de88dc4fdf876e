package dev.legato.allinone;

/** Who watches a start. Calls come from several threads. */
interface StartProgress {
    /** Nobody. */
    StartProgress NONE = new StartProgress() {
        @Override
        public void starting(String part) {}

        @Override
        public void started(String part) {}
    };

    void starting(String part);

    void started(String part);
}
