package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.setting.NotificationText;
import fr.teleservices.setting.TextKind;
import fr.teleservices.web.French;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What mail and letter say alike. */
final class MessageFacts {
    private MessageFacts() {}

    /** The address of the activation, with the login: what the mail links to and the QR code holds. */
    static String activationUrl(String baseUrl, String login) {
        return baseUrl + "/activation?login=" + URLEncoder.encode(login, StandardCharsets.UTF_8);
    }

    static NotificationText text(
            TextKind kind, Recipient to, List<Child> children, SchoolFacts school, String login, String url) {
        return school.messages()
                .text(kind)
                .filled(Map.of(
                        "civilité", civility(to),
                        "prénom", to.givenName(),
                        "nom", to.familyName(),
                        "enfants", children.stream().map(Child::fullName).collect(Collectors.joining(", ")),
                        "établissement", school.name(),
                        "identifiant", login,
                        "adresse", url));
    }

    /** What a new account's message adds; empty for every other. */
    static String usableFrom(Holder holder, @Nullable Instant from, ZoneId zone) {
        if (from == null) {
            return "";
        }
        String when = French.dateTime(from, zone);
        return holder == Holder.GUARDIAN
                ? "C’est un nouveau compte : vous pourrez l’activer à partir du " + when
                        + ". Si vous vous servez d’un ancien compte, il fonctionne jusqu’à votre première connexion avec le nouveau."
                : "C’est un nouveau compte : tu pourras l’activer à partir du " + when
                        + ". Si tu te sers d’un ancien compte, il fonctionne jusqu’à ta première connexion avec le nouveau.";
    }

    /** {@code M.} and {@code MME} as written. */
    static String civility(Recipient to) {
        String civility = to.civility().strip();
        return switch (civility.toUpperCase(Locale.ROOT)) {
            case "M", "M.", "MR" -> "M.";
            case "MME", "MME." -> "Mme";
            case "MLLE" -> "Mlle";
            default -> civility;
        };
    }

    static String addressed(Recipient to) {
        return (civility(to) + " " + to.fullName()).strip();
    }

    /** @param base where the activation is; @param portal where one signs in, which may be an ENT */
    static List<String> steps(Holder holder, boolean withPassword, String base, String portal) {
        List<String> steps = new ArrayList<>(withPassword ? activation(holder, base) : reminder(holder, base, portal));
        if (withPassword && !portal.equals(base)) {
            steps.add((holder == Holder.GUARDIAN
                            ? "Retrouvez ensuite vos services sur "
                            : "Retrouve ensuite tes services sur ")
                    + portal);
        }
        return steps;
    }

    /** Where a forgotten password is asked for; an ENT's page of sign-in does not know of it. */
    static String forgotten(Holder holder, String base, String portal) {
        if (!portal.equals(base)) {
            return "Mot de passe oublié ? " + (holder == Holder.GUARDIAN ? "Ouvrez " : "Ouvre ") + base
                    + "/mot-de-passe-oublie";
        }
        return "Mot de passe oublié ? " + (holder == Holder.GUARDIAN ? "Suivez" : "Suis")
                + " « Mot de passe oublié » sur la page de connexion.";
    }

    /** Where to turn to: what is told to those who have a letter alone in their hands. */
    static String letterHelp(Holder holder, boolean withPassword, String base) {
        if (holder == Holder.PUPIL) {
            return "Un problème, ou ce courrier n’est pas pour toi ? Va voir le secrétariat de ton établissement.";
        }
        String notMe = "Ce courrier ne vous concerne pas ? ";
        return withPassword
                ? "Vous n’avez pas d’adresse électronique, ou une étape ne réussit pas ? Adressez-vous au secrétariat de l’établissement. "
                        + notMe + "Signalez-le sur " + base + "/activation/pas-moi ou rendez-le à l’établissement."
                : notMe + "Rendez-le à l’établissement.";
    }

    private static List<String> reminder(Holder holder, String base, String portal) {
        return List.of(
                holder == Holder.GUARDIAN
                        ? "Ouvrez " + portal
                                + " et connectez-vous avec votre identifiant et le mot de passe que vous avez choisi."
                        : "Ouvre " + portal
                                + " et connecte-toi avec ton identifiant et le mot de passe que tu as choisi.",
                forgotten(holder, base, portal));
    }

    private static List<String> activation(Holder holder, String portal) {
        return holder == Holder.GUARDIAN
                ? List.of(
                        "Ouvrez " + portal
                                + "/activation ou visez le code ci-dessus avec l’appareil photo de votre téléphone.",
                        "Saisissez l’identifiant, le mot de passe temporaire, puis un nouveau mot de passe de votre choix.",
                        "Indiquez la date de naissance d’un de vos enfants et votre adresse électronique.",
                        "Ouvrez le lien que vous recevez par courriel : votre compte est actif.")
                : List.of(
                        "Ouvre " + portal
                                + "/activation ou vise le code ci-dessus avec l’appareil photo de ton téléphone.",
                        "Saisis l’identifiant, le mot de passe temporaire, puis un nouveau mot de passe de ton choix.",
                        "Indique ta date de naissance : ton compte est actif.");
    }
}
