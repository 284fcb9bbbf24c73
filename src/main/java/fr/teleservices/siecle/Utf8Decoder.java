package fr.teleservices.siecle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8, strictly. */
final class Utf8Decoder implements TextDecoder {
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final byte[] bytes = new byte[32_768];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes).limit(0);
    /** One character that did not fit: a reader may ask for one, a surrogate pair is two. */
    private final CharBuffer spare = CharBuffer.allocate(2).limit(0);

    private boolean inputEnded;

    Utf8Decoder(InputStream in) {
        this.in = in;
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        if (spare.hasRemaining()) {
            into[from] = spare.get();
            return 1;
        }
        int plain = ascii(into, from, length);
        if (plain > 0) {
            return plain;
        }
        CharBuffer target = CharBuffer.wrap(into, from, length);
        while (true) {
            CoderResult result = decoder.decode(buffer, target, inputEnded);
            int count = target.position() - from;
            if (count > 0) {
                return count;
            }
            if (result.isError()) {
                throw TextDecoder.undecodable("UTF-8");
            }
            if (result.isOverflow()) {
                return pair(into, from);
            }
            if (inputEnded) {
                return -1;
            }
            fill();
        }
    }

    /** Copies up to the first byte that is not ASCII: most of the file, at a fraction of the decoder's price. */
    private int ascii(char[] into, int from, int length) {
        int start = buffer.position();
        int count = Math.min(length, buffer.remaining());
        for (int i = 0; i < count; i++) {
            byte octet = bytes[start + i];
            if (octet < 0) {
                count = i;
            } else {
                into[from + i] = (char) octet;
            }
        }
        buffer.position(start + count);
        return count;
    }

    private int pair(char[] into, int from) throws IOException {
        spare.clear();
        CoderResult result = decoder.decode(buffer, spare, inputEnded);
        spare.flip();
        if (!spare.hasRemaining()) {
            throw result.isError() ? TextDecoder.undecodable("UTF-8") : new IOException("no progress");
        }
        into[from] = spare.get();
        return 1;
    }

    private void fill() throws IOException {
        buffer.compact();
        int got = in.read(bytes, buffer.position(), buffer.remaining());
        if (got < 0) {
            inputEnded = true;
        } else {
            buffer.position(buffer.position() + got);
        }
        buffer.flip();
    }
}
