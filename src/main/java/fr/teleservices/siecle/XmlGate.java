package fr.teleservices.siecle;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * Stands before the XML parser and refuses what the parser would only suffer from: a DTD (so that no entity is ever
 * declared), endless texts, comments or tags, endless depth, a file that just stops. It follows the markup just far enough
 * for that and knows the line of everything it refuses.
 */
final class XmlGate extends Reader {
    private enum State {
        TEXT,
        OPEN,
        TAG,
        APOSTROPHE,
        QUOTE,
        CLOSING,
        BANG,
        COMMENT,
        CDATA,
        INSTRUCTION
    }

    private final SiecleSource source;
    private final SiecleLimits limits;
    private final InputStream bytes;
    private final TextDecoder decoder;

    private State state = State.TEXT;
    private int line = 1;
    private int depth;
    private int run;
    /** {@code run} where the present comment began: the dashes that open it must not close it ({@code <!-->}). */
    private int commentStart;

    private char previous;
    private char beforePrevious;
    private boolean rootClosed;

    XmlGate(InputStream bytes, SiecleSource source, SiecleLimits limits) {
        this.source = source;
        this.limits = limits;
        this.bytes = bytes;
        try {
            decoder = TextDecoder.of(bytes);
        } catch (IOException e) {
            throw InputFault.at(source, 1, e);
        }
    }

    @Override
    public int read(char[] into, int from, int length) {
        if (length == 0) {
            return 0;
        }
        int count;
        try {
            count = decoder.read(into, from, length);
        } catch (IOException e) {
            throw InputFault.at(source, line, e);
        }
        if (count < 0) {
            checkEnd();
            return -1;
        }
        int to = from + count;
        for (int i = from; i < to; i++) {
            i = skipText(into, i, to);
            if (i < to) {
                follow(into[i]);
            }
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private void checkEnd() {
        if (!rootClosed || depth > 0 || state != State.TEXT) {
            throw refuse("truncated", "le fichier est tronqué : il s’arrête avant la fin des données.");
        }
        int misdeclared = decoder.misdeclaredLine();
        if (misdeclared > 0) {
            throw new SiecleRefused(
                    "wrong-encoding",
                    source,
                    misdeclared,
                    "l’encodage déclaré n’est pas le bon : le fichier est en réalité en UTF-8.");
        }
    }

    /** Most characters are inside a text, an element's name or an attribute: passed over in one go. */
    private int skipText(char[] chars, int from, int to) {
        int at = from;
        if (state == State.TEXT) {
            while (at < to && chars[at] != '<') {
                if (chars[at] == '\n') {
                    line++;
                }
                at++;
            }
        } else if (state == State.TAG || state == State.CLOSING) {
            while (at < to && chars[at] > '>') {
                at++;
            }
        }
        if (at > from) {
            run += at - from;
            beforePrevious = at - from > 1 ? chars[at - 2] : previous;
            previous = chars[at - 1];
        }
        if (run > limits.maxRun()) {
            throw tooLong();
        }
        return at;
    }

    private void follow(char c) {
        if (c == '\n') {
            line++;
        }
        if (++run > limits.maxRun()) {
            throw tooLong();
        }
        switch (state) {
            case TEXT -> {
                if (c == '<') {
                    state = State.OPEN;
                }
            }
            case OPEN -> open(c);
            case TAG -> tag(c);
            case APOSTROPHE -> state = c == '\'' ? State.TAG : state;
            case QUOTE -> state = c == '"' ? State.TAG : state;
            case CLOSING -> {
                if (c == '>') {
                    depth--;
                    endTag();
                }
            }
            case BANG -> bang(c);
            case COMMENT -> endAfter(c == '>' && previous == '-' && beforePrevious == '-' && run - commentStart >= 4);
            case CDATA -> endAfter(c == '>' && previous == ']' && beforePrevious == ']');
            case INSTRUCTION -> endAfter(c == '>' && previous == '?');
        }
        beforePrevious = previous;
        previous = c;
    }

    private void open(char c) {
        state = switch (c) {
            case '/' -> State.CLOSING;
            case '!' -> State.BANG;
            case '?' -> State.INSTRUCTION;
            default -> State.TAG;
        };
    }

    private void bang(char c) {
        if (c != '-' && c != '[') {
            throw refuse(
                    "dtd",
                    "le fichier contient une déclaration de type de document (DTD) ou d’entité, ce qui est interdit.");
        }
        commentStart = run;
        state = c == '-' ? State.COMMENT : State.CDATA;
    }

    private void tag(char c) {
        if (c == '"') {
            state = State.QUOTE;
        } else if (c == '\'') {
            state = State.APOSTROPHE;
        } else if (c == '>') {
            if (previous != '/' && ++depth > limits.maxDepth()) {
                throw refuse("too-deep", "les éléments sont imbriqués trop profondément.");
            }
            endTag();
        }
    }

    private void endTag() {
        state = State.TEXT;
        run = 0;
        rootClosed = depth == 0;
    }

    private void endAfter(boolean over) {
        if (over) {
            state = State.TEXT;
        }
    }

    private SiecleRefused tooLong() {
        return refuse("too-long", "un texte ou une balise dépasse la longueur permise.");
    }

    private SiecleRefused refuse(String code, String sentence) {
        return new SiecleRefused(code, source, line, sentence);
    }
}
