package fr.teleservices.mail;

import java.util.List;
import java.util.Locale;

/** One sentence in plain French for an SMTP reply; first by its enhanced code, then by words, then by its code. */
final class PlainFrench {
    private record ByWord(String word, String sentence) {}

    private static final String UNKNOWN = "Cette adresse n’existe pas chez son fournisseur de messagerie.";
    private static final String FULL = "La boîte aux lettres du destinataire est pleine.";
    private static final String CLOSED = "La boîte aux lettres du destinataire est désactivée.";
    private static final String NO_DOMAIN = "Le domaine de cette adresse n’existe pas ou ne reçoit pas de courriel.";
    private static final String SPAM =
            "Le fournisseur de messagerie a refusé le message, pris pour un courriel" + " indésirable.";
    private static final String RELAY = "Le serveur d’envoi n’a pas le droit d’écrire à cette adresse : l’exploitant"
            + " doit vérifier sa configuration.";
    private static final String SIGN_IN =
            "Le serveur d’envoi refuse l’identification : l’exploitant doit vérifier sa" + " configuration.";
    private static final String TOO_LARGE = "Le message est trop volumineux pour le serveur.";
    private static final String SYNTAX = "L’adresse n’est pas une adresse électronique valable.";
    private static final String GREYLISTED = "Le fournisseur de messagerie demande de réessayer un peu plus tard.";
    private static final String TOO_MANY = "Le fournisseur de messagerie reçoit trop de messages en ce moment.";

    private static final List<ByWord> BY_WORD = List.of(
            new ByWord("greylist", GREYLISTED),
            new ByWord("graylist", GREYLISTED),
            new ByWord("relay", RELAY),
            new ByWord("spam", SPAM),
            new ByWord("blocked", SPAM),
            new ByWord("blacklist", SPAM),
            new ByWord("quota", FULL),
            new ByWord("mailbox full", FULL),
            new ByWord("over limit", FULL),
            new ByWord("disabled", CLOSED),
            new ByWord("inactive", CLOSED),
            new ByWord("too many", TOO_MANY),
            new ByWord("rate limit", TOO_MANY),
            new ByWord("domain not found", NO_DOMAIN),
            new ByWord("user unknown", UNKNOWN),
            new ByWord("unknown user", UNKNOWN),
            new ByWord("no such user", UNKNOWN),
            new ByWord("does not exist", UNKNOWN));

    private PlainFrench() {}

    static String of(int code, String enhanced, String words) {
        String byDetail = byDetail(enhanced);
        if (!byDetail.isEmpty()) {
            return byDetail;
        }
        String lower = words.toLowerCase(Locale.ROOT);
        return BY_WORD.stream()
                .filter(w -> lower.contains(w.word()))
                .findFirst()
                .map(ByWord::sentence)
                .orElseGet(() -> byCode(code));
    }

    private static String byDetail(String enhanced) {
        return switch (enhanced.isEmpty() ? "" : enhanced.substring(2)) {
            case "1.1", "1.6" -> UNKNOWN;
            case "1.2", "1.10" -> NO_DOMAIN;
            case "1.3" -> SYNTAX;
            case "2.1" -> CLOSED;
            case "2.2" -> FULL;
            case "2.3", "3.4" -> TOO_LARGE;
            case "7.8", "7.9" -> SIGN_IN;
            default -> "";
        };
    }

    private static String byCode(int code) {
        return switch (code) {
            case 550, 551 -> UNKNOWN;
            case 552, 452 -> FULL;
            case 553, 501 -> SYNTAX;
            case 530, 534, 535, 538 -> SIGN_IN;
            case 421 -> "Le serveur de messagerie est momentanément indisponible.";
            case 450, 451 -> GREYLISTED;
            default ->
                code >= 500
                        ? "Le serveur de messagerie a refusé le message."
                        : "Le serveur de messagerie n’accepte pas le message pour le moment.";
        };
    }
}
