package fr.teleservices.bench;

import fr.teleservices.letter.LetterForm;
import fr.teleservices.letter.LetterPage;
import fr.teleservices.letter.LetterRenderer;
import fr.teleservices.letter.WindowPlacement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.List;

/** The bare loop: the same page written by as many threads, with nothing read, sealed or stored. */
final class RawLetters {
    private static final int PART = 2_000;

    private static final LetterForm FORM = new LetterForm(
            List.of("Banc d’essai", "1 place de l’Église", "75001 PARIS", "Tél. 01 02 03 04 05"),
            WindowPlacement.STANDARD,
            "Paris, le 1er septembre 2026",
            "Votre accès aux services en ligne – Banc d’essai",
            "Madame, Monsieur,",
            "https://bench.example.org",
            "Ce mot de passe est valable 90 jours à compter de ce courrier. Il est personnel et ne sert qu’à l’activation.",
            "Activer le compte",
            "Que faire ?",
            List.of(
                    "Ouvrez https://bench.example.org/activation ou visez le code ci-dessus avec l’appareil photo.",
                    "Saisissez l’identifiant, le mot de passe temporaire, puis un nouveau mot de passe de votre choix.",
                    "Indiquez la date de naissance d’un de vos enfants et votre adresse électronique.",
                    "Ouvrez le lien que vous recevez par courriel : votre compte est actif."),
            "Vous n’avez pas d’adresse électronique, ou une étape ne réussit pas ? Adressez-vous au secrétariat de l’établissement."
                    + " Ce courrier ne vous concerne pas ? Signalez-le sur https://bench.example.org/activation/pas-moi ou"
                    + " rendez-le à l’établissement.",
            List.of("Le principal", "M. Durand"),
            "");

    private RawLetters() {}

    /** @return letters a second */
    static Future<Double> write(Vertx vertx, int threads, int count) {
        LetterRenderer renderer = new LetterRenderer();
        WorkerExecutor executor = vertx.createSharedWorkerExecutor("raw-letters", threads);
        List<Future<Integer>> parts = new ArrayList<>();
        long begin = System.nanoTime();
        for (int from = 1; from <= count; from += PART) {
            int first = from;
            int last = Math.min(count, from + PART - 1);
            parts.add(executor.executeBlocking(
                    () -> renderer.render("Banc d’essai", pages(first, last)).pdf().length, false));
        }
        return Future.all(parts)
                .map(done -> count / ((System.nanoTime() - begin) / 1e9))
                .eventually(executor::close);
    }

    private static List<LetterPage> pages(int from, int to) {
        List<LetterPage> pages = new ArrayList<>(to - from + 1);
        for (int i = from; i <= to; i++) {
            String name = "MARTIN " + i;
            String child = "Léa " + name;
            String division = (6 - i / 28 % 4) + " " + (i / 112 + 1);
            String login = "brut" + i;
            pages.add(new LetterPage(
                    FORM,
                    division,
                    "Mme Marie " + name,
                    List.of("Mme Marie " + name, i % 200 + " RUE DE LA REPUBLIQUE", "75001 VILLENEUVE LE COMTE"),
                    child,
                    division,
                    List.of(
                            "L’établissement Banc d’essai vous ouvre ses services en ligne (Scolarité services) pour suivre la scolarité de : "
                                    + child + ".",
                            "Pour activer votre compte, il vous faut l’identifiant et le mot de passe temporaire ci-dessous, la date de"
                                    + " naissance d’un de vos enfants et une adresse électronique."),
                    List.of(child + " — " + division),
                    login,
                    "K7PM-X4RT-QW9D",
                    "https://bench.example.org/activation?login=" + login));
        }
        return pages;
    }
}
