package dev.legato.bench.generator.epoll;

/** Who is due next: a binary heap of moments, one at most for each number. Allocates nothing after it was made. */
final class TimerHeap {
    private final long[] due;
    private final int[] numbers;
    private int size;

    TimerHeap(int capacity) {
        due = new long[capacity];
        numbers = new int[capacity];
    }

    /** @param number must not be in the heap already */
    void add(long at, int number) {
        int i = size++;
        while (i > 0 && due[(i - 1) / 2] > at) {
            due[i] = due[(i - 1) / 2];
            numbers[i] = numbers[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        due[i] = at;
        numbers[i] = number;
    }

    /** The earliest moment, or {@link Long#MAX_VALUE}. */
    long next() {
        return size == 0 ? Long.MAX_VALUE : due[0];
    }

    /** Takes out whose moment is the earliest. */
    int take() {
        int first = numbers[0];
        long at = due[--size];
        int number = numbers[size];
        int i = 0;
        while (2 * i + 1 < size) {
            int child = 2 * i + 1;
            if (child + 1 < size && due[child + 1] < due[child]) {
                child++;
            }
            if (due[child] >= at) {
                break;
            }
            due[i] = due[child];
            numbers[i] = numbers[child];
            i = child;
        }
        due[i] = at;
        numbers[i] = number;
        return first;
    }
}
