package fr.teleservices.letter;

import fr.teleservices.kernel.QrCode;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Prints warmed-up rates per CPU second of one thread: {@code java -cp … fr.teleservices.letter.LetterSpeed [parts]}. */
final class LetterSpeed {
    static final int PART = 2_000;

    private LetterSpeed() {}

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        LetterRenderer renderer = new LetterRenderer();
        for (boolean personal : new boolean[] {false, true}) {
            double best = 0;
            int bytes = 0;
            for (int round = 0; round < rounds; round++) {
                List<LetterPage> pages = pages(round * PART, personal);
                long start = cpuNanos();
                RenderedPart part = renderer.render("Mesure", pages);
                byte[] sealed = SealedPart.seal(new byte[32], new byte[8], part.pdf());
                best = Math.max(best, rate(PART, start));
                bytes = sealed.length;
            }
            System.out.printf(
                    "%s text: %.0f letters/s, %d bytes a letter%n",
                    personal ? "personal" : "common", best, bytes / PART);
        }
        double codes = 0;
        for (int round = 0; round < rounds; round++) {
            long start = cpuNanos();
            for (int i = 0; i < PART; i++) {
                QrCode.of("https://teleservices.example.org/activation?login=p.nom" + i);
            }
            codes = Math.max(codes, rate(PART, start));
        }
        System.out.printf("QR codes alone: %.0f/s%n", codes);
    }

    /** Of this thread alone: what else goes on on the machine does not count. */
    static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    static double rate(int count, long startNanos) {
        return count * 1e9 / (cpuNanos() - startNanos);
    }

    static List<LetterPage> pages(int from, boolean personal) {
        List<LetterPage> pages = new ArrayList<>(PART);
        for (int i = from; i < from + PART; i++) {
            LetterPage page = SampleLetters.numbered(i, (3 + i / 500 % 4) + " A");
            pages.add(
                    personal
                            ? SampleLetters.with(
                                    page,
                                    page.form(),
                                    List.of("Pour " + page.child() + " : " + SampleLetters.TEXT.get(0)))
                            : page);
        }
        return pages;
    }
}
