package io.reelbus.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells after each read how many bytes were read so far. */
final class CountedStream extends FilterInputStream {
    private final LongConsumer told;
    private long bytes;

    CountedStream(InputStream of, LongConsumer told) {
        super(of);
        this.told = told;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int more) {
        if (more > 0) {
            bytes += more;
            told.accept(bytes);
        }
    }
}
