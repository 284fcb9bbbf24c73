package fr.teleservices.kernel;

/** Check codewords over GF(256) with the polynomial of QR codes, 0x11D. */
final class ReedSolomon {
    private static final int[] EXP = new int[512];
    private static final int[] LOG = new int[256];

    static {
        int value = 1;
        for (int i = 0; i < 255; i++) {
            EXP[i] = value;
            EXP[i + 255] = value;
            LOG[value] = i;
            value = value << 1 ^ (value >> 7) * 0x11D;
        }
    }

    private ReedSolomon() {}

    /** (x - 1)(x - a)…, highest power first, without the leading one. */
    static byte[] generator(int degree) {
        byte[] result = new byte[degree];
        result[degree - 1] = 1;
        int root = 1;
        for (int i = 0; i < degree; i++) {
            for (int j = 0; j < degree; j++) {
                int next = j + 1 < degree ? result[j + 1] : 0;
                result[j] = (byte) (times(result[j] & 0xFF, root) ^ next);
            }
            root = times(root, 2);
        }
        return result;
    }

    static byte[] checks(byte[] data, int from, int length, byte[] generator) {
        int degree = generator.length;
        byte[] rest = new byte[degree];
        for (int i = from; i < from + length; i++) {
            int factor = (data[i] ^ rest[0]) & 0xFF;
            System.arraycopy(rest, 1, rest, 0, degree - 1);
            rest[degree - 1] = 0;
            if (factor != 0) {
                int log = LOG[factor];
                for (int j = 0; j < degree; j++) {
                    // No coefficient of these generators is zero.
                    rest[j] ^= (byte) EXP[LOG[generator[j] & 0xFF] + log];
                }
            }
        }
        return rest;
    }

    private static int times(int a, int b) {
        return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]];
    }
}
