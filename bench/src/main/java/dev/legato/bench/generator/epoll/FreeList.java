package dev.legato.bench.generator.epoll;

/** Connections without a request in flight, last in first out. Never grows after it was made. */
final class FreeList {
    private final Connection[] free;
    private int size;

    FreeList(int capacity) {
        free = new Connection[capacity];
    }

    void add(Connection connection) {
        free[size++] = connection;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    Connection take() {
        return free[--size];
    }
}
