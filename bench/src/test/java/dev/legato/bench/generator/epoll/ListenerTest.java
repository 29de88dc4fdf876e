package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ListenerTest {
    private final Listener listener = new Listener();

    @Test
    void arrived_beforeTheBufferIsEmpty_isNoSilence() {
        listener.playFrom(100, 50);
        assertEquals(0, listener.arrived(140, 30));
        assertEquals(180, listener.playableUntil);
    }

    @Test
    void arrived_afterTheBufferIsEmpty_endsASilence() {
        listener.playFrom(100, 50);
        assertEquals(20, listener.arrived(170, 30));
        assertEquals(200, listener.playableUntil);
    }

    @Test
    void roomAt_isWhenAChunkFits() {
        listener.playFrom(0, 30);
        assertEquals(13, listener.roomAt(30, 13));
    }
}
