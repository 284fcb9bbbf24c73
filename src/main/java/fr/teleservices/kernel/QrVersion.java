package fr.teleservices.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One size of QR code (ISO/IEC 18004, versions 1 to 10, error correction M): where its bits go and how they are protected.
 * Built once; holds nothing of any content.
 */
final class QrVersion {
    // Per version from 1: check codewords in each block, and blocks.
    private static final int[] CHECKS = {10, 16, 26, 18, 24, 16, 18, 22, 22, 26};
    private static final int[] BLOCKS = {1, 1, 1, 2, 2, 4, 4, 4, 5, 5};
    private static final int MASK = 2;

    static final List<QrVersion> ALL =
            IntStream.rangeClosed(1, CHECKS.length).mapToObj(QrVersion::new).toList();

    private final int version;
    private final int side;
    private final int checks;
    private final int blocks;
    private final int totalCodewords;
    private final byte[] generator;
    /** Finders, timing, alignment, format and version marks, and the mask where data go. */
    private final boolean[] blank;
    /** Module of each data bit, in the order of the bits. */
    private final int[] path;

    private QrVersion(int version) {
        this.version = version;
        this.side = 17 + 4 * version;
        this.checks = CHECKS[version - 1];
        this.blocks = BLOCKS[version - 1];
        this.generator = ReedSolomon.generator(checks);
        this.blank = new boolean[side * side];
        boolean[] taken = new boolean[side * side];
        drawMarks(taken);
        this.path = zigzag(taken);
        this.totalCodewords = path.length / 8;
        for (int module : path) {
            blank[module] = module % side % 3 == 0;
        }
    }

    int side() {
        return side;
    }

    int lengthBits() {
        return version < 10 ? 8 : 16;
    }

    int dataCodewords() {
        return totalCodewords - checks * blocks;
    }

    /** Bytes of text that fit: the mode takes four bits. */
    int capacity() {
        return (dataCodewords() * 8 - 4 - lengthBits()) / 8;
    }

    /** @return rows one after the other, true is dark */
    boolean[] modules(byte[] data) {
        byte[] all = interleaved(data);
        boolean[] modules = blank.clone();
        for (int i = 0; i < all.length * 8; i++) {
            modules[path[i]] ^= (all[i >> 3] >> (7 - (i & 7)) & 1) == 1;
        }
        return modules;
    }

    /** First codeword of each block, then the second of each, and so on; then the check codewords alike. */
    private byte[] interleaved(byte[] data) {
        byte[] all = new byte[totalCodewords];
        int shortLength = data.length / blocks;
        int longBlocks = data.length % blocks;
        int from = 0;
        for (int block = 0; block < blocks; block++) {
            boolean isLong = block >= blocks - longBlocks;
            int length = shortLength + (isLong ? 1 : 0);
            for (int i = 0; i < shortLength; i++) {
                all[i * blocks + block] = data[from + i];
            }
            if (isLong) {
                all[shortLength * blocks + block - (blocks - longBlocks)] = data[from + shortLength];
            }
            byte[] check = ReedSolomon.checks(data, from, length, generator);
            for (int i = 0; i < checks; i++) {
                all[data.length + i * blocks + block] = check[i];
            }
            from += length;
        }
        return all;
    }

    private void drawMarks(boolean[] taken) {
        for (int i = 0; i < side; i++) {
            mark(taken, i, 6, i % 2 == 0);
            mark(taken, 6, i, i % 2 == 0);
        }
        finder(taken, 3, 3);
        finder(taken, side - 4, 3);
        finder(taken, 3, side - 4);
        alignment(taken);
        format(taken);
        if (version >= 7) {
            versionMarks(taken);
        }
    }

    private void finder(boolean[] taken, int middleX, int middleY) {
        for (int dy = -4; dy <= 4; dy++) {
            for (int dx = -4; dx <= 4; dx++) {
                int x = middleX + dx;
                int y = middleY + dy;
                if (x >= 0 && x < side && y >= 0 && y < side) {
                    int ring = Math.max(Math.abs(dx), Math.abs(dy));
                    mark(taken, x, y, ring != 2 && ring != 4);
                }
            }
        }
    }

    private void alignment(boolean[] taken) {
        int last = side - 7;
        int[] centers =
                version == 1 ? new int[0] : version < 7 ? new int[] {6, last} : new int[] {6, (6 + last) / 2, last};
        for (int y : centers) {
            for (int x : centers) {
                boolean onFinder = (x == 6 && y == 6) || (x == 6 && y == last) || (x == last && y == 6);
                for (int dy = -2; !onFinder && dy <= 2; dy++) {
                    for (int dx = -2; dx <= 2; dx++) {
                        mark(taken, x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) != 1);
                    }
                }
            }
        }
    }

    private void format(boolean[] taken) {
        int bits = format(MASK);
        for (int i = 0; i < 15; i++) {
            boolean dark = (bits >> i & 1) == 1;
            mark(taken, 8, i < 6 ? i : i < 8 ? i + 1 : side - 15 + i, dark);
            mark(taken, i < 8 ? side - 1 - i : i == 8 ? 7 : 14 - i, 8, dark);
        }
        mark(taken, 8, side - 8, true);
    }

    /** Level M is 00; ten check bits, then the fixed pattern of the norm. */
    private static int format(int mask) {
        int check = mask;
        for (int i = 0; i < 10; i++) {
            check = check << 1 ^ (check >> 9) * 0x537;
        }
        return (mask << 10 | check) ^ 0x5412;
    }

    private void versionMarks(boolean[] taken) {
        int check = version;
        for (int i = 0; i < 12; i++) {
            check = check << 1 ^ (check >> 11) * 0x1F25;
        }
        int bits = version << 12 | check;
        for (int i = 0; i < 18; i++) {
            boolean dark = (bits >> i & 1) == 1;
            mark(taken, side - 11 + i % 3, i / 3, dark);
            mark(taken, i / 3, side - 11 + i % 3, dark);
        }
    }

    private void mark(boolean[] taken, int x, int y, boolean dark) {
        taken[y * side + x] = true;
        blank[y * side + x] = dark;
    }

    /** Columns in pairs from the right, up and down in turn, around what is taken; a few last modules stay unused. */
    private int[] zigzag(boolean[] taken) {
        int[] order = new int[side * side];
        int count = 0;
        for (int right = side - 1; right >= 1; right -= 2) {
            right = right == 6 ? 5 : right;
            boolean upward = (right + 1 & 2) == 0;
            for (int step = 0; step < side; step++) {
                int y = upward ? side - 1 - step : step;
                for (int x = right; x > right - 2; x--) {
                    if (!taken[y * side + x]) {
                        order[count++] = y * side + x;
                    }
                }
            }
        }
        return Arrays.copyOf(order, count);
    }
}
