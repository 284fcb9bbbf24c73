package fr.teleservices.setting;

import fr.teleservices.account.Holder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words around the login and the password; those themselves stand in a block that no text can move or leave out.
 * Placeholders are {@code {établissement}} and the like, replaced as plain text: never a template.
 *
 * @param body paragraphs, a blank line between them
 */
public record NotificationText(String subject, String body) {
    /** What may stand in braces. */
    public static final List<String> PLACEHOLDERS =
            List.of("civilité", "prénom", "nom", "enfants", "établissement", "identifiant", "adresse");

    public static final int MAX_SUBJECT = 120;
    public static final int MAX_BODY = 3_000;

    private static final int LONGEST_NAME = 40;
    private static final Pattern BLANK_LINE = Pattern.compile("\\n\\s*\\n");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}\\n]{1,40})}");

    /** The names in braces that nobody knows: a text with one of them is not saved. */
    public List<String> unknownPlaceholders() {
        return PLACEHOLDER
                .matcher(subject + "\n" + body)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !PLACEHOLDERS.contains(name))
                .distinct()
                .toList();
    }

    /** With every placeholder replaced; a value is never looked through again. */
    public NotificationText filled(Map<String, String> values) {
        return new NotificationText(fill(subject, values), fill(body, values));
    }

    public List<String> paragraphs() {
        return List.of(BLANK_LINE.split(body.strip()));
    }

    /** Finds what {@link #PLACEHOLDER} finds, without an automaton: it is done for every message of a run. */
    private static String fill(String text, Map<String, String> values) {
        int open = text.indexOf('{');
        if (open < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 128);
        int done = 0;
        while (open >= 0) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                break;
            }
            open = text.lastIndexOf('{', close); // the innermost
            String value = close - open - 1 <= LONGEST_NAME ? values.get(text.substring(open + 1, close)) : null;
            if (value != null) {
                out.append(text, done, open).append(value);
                done = close + 1;
            }
            open = text.indexOf('{', close + 1);
        }
        return out.append(text, done, text.length()).toString();
    }

    /** What is wrong with it, field by field: nothing where it may be saved. */
    public Map<String, String> faults() {
        Map<String, String> faults = new LinkedHashMap<>();
        if (subject.isBlank() || subject.length() > MAX_SUBJECT) {
            faults.put("subject", "L’objet a de 1 à " + MAX_SUBJECT + " caractères.");
        }
        if (body.isBlank() || body.length() > MAX_BODY) {
            faults.put("body", "Le texte a de 1 à " + MAX_BODY + " caractères.");
        }
        unknown(subject).ifPresent(sentence -> faults.put("subject", sentence));
        unknown(body).ifPresent(sentence -> faults.put("body", sentence));
        return faults;
    }

    private static Optional<String> unknown(String text) {
        List<String> names = new NotificationText(text, "").unknownPlaceholders();
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of((names.size() == 1 ? "Ce champ n’existe pas : " : "Ces champs n’existent pas : ")
                        + names.stream().map(name -> "{" + name + "}").collect(Collectors.joining(", ")) + ".");
    }

    /**
     * The text as it is shipped.
     *
     * @param byLink whether the message bears a link in place of the temporary password
     */
    public static NotificationText standard(TextKind kind, boolean byLink) {
        String purpose = kind.holder() == Holder.GUARDIAN
                ? "L’établissement {établissement} vous ouvre ses services en ligne (Scolarité services) pour suivre la scolarité de :"
                        + " {enfants}."
                : "L’établissement {établissement} t’ouvre ses services en ligne (Scolarité services).";
        boolean guardian = kind.holder() == Holder.GUARDIAN;
        if (kind.withPassword()) {
            return new NotificationText(
                    guardian
                            ? "Votre accès aux services en ligne – {établissement}"
                            : "Ton accès aux services en ligne – {établissement}",
                    purpose + "\n\n"
                            + (byLink
                                    ? byLink(guardian)
                                    : guardian
                                            ? "Pour activer votre compte, il vous faut l’identifiant et le mot de passe temporaire ci-dessous, la date de"
                                                    + " naissance d’un de vos enfants et une adresse électronique."
                                            : "Pour activer ton compte, il te faut l’identifiant et le mot de passe temporaire ci-dessous et ta date de"
                                                    + " naissance."));
        }
        return new NotificationText(
                guardian
                        ? "Rappel de votre identifiant – {établissement}"
                        : "Rappel de ton identifiant – {établissement}",
                purpose + "\n\n"
                        + (guardian
                                ? "Vous avez déjà choisi votre mot de passe : ce message vous rappelle seulement votre identifiant."
                                : "Tu as déjà choisi ton mot de passe : ce message te rappelle seulement ton identifiant."));
    }

    private static String byLink(boolean guardian) {
        return guardian
                ? "Pour activer votre compte, ouvrez le lien ci-dessous. Il vous faut aussi la date de naissance d’un de vos enfants"
                        + " et une adresse électronique."
                : "Pour activer ton compte, ouvre le lien ci-dessous. Il te faut aussi ta date de naissance.";
    }
}
