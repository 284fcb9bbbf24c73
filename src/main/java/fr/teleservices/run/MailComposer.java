package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.LinkToken;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.mail.MailAddress;
import fr.teleservices.mail.OutgoingMail;
import fr.teleservices.setting.ContactMessage;
import fr.teleservices.setting.NotificationText;
import fr.teleservices.setting.SchoolMessages;
import fr.teleservices.setting.TextKind;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the mail of one claimed notification. The same notification gives the same mail, also after a crash. */
final class MailComposer {
    /** What opens an activation: the one is typed, the other is part of a link. */
    private record Opening(String password, String token) {
        @Override
        public String toString() {
            return "Opening";
        }
    }

    private static final Opening SPECIMEN = new Opening(Specimen.PASSWORD, Specimen.TOKEN);

    private final Keyring keyring;
    private final TemporaryPassword passwords;
    private final LinkToken tokens;
    private final MailAddress sender;
    private final Supplier<String> baseUrl;

    MailComposer(Keyring keyring, MailAddress sender, Supplier<String> baseUrl) {
        this.keyring = keyring;
        this.passwords = new TemporaryPassword(keyring);
        this.tokens = new LinkToken(keyring);
        this.sender = sender;
        this.baseUrl = baseUrl;
    }

    OutgoingMail compose(MailQueueStore.Claimed claimed, List<Child> children, SchoolFacts school) {
        MailBody body = body(claimed, children, school);
        String name = claimed.kind().equals("NOT_ME") || claimed.kind().equals("TEST")
                ? ""
                : claimed.recipient().fullName();
        return new OutgoingMail(
                new MailAddress(sender.address(), school.name()),
                new MailAddress(claimed.toAddress(), name),
                school.email().isEmpty() ? OutgoingMail.NOBODY : MailAddress.of(school.email()),
                body.subject(),
                body.text(),
                body.html(),
                messageId(claimed.id()),
                claimed.createdAt().atZone(school.zone()).toOffsetDateTime());
    }

    /** What a guardian wrote: from the service, as nobody else's server would take it, with answers going to the guardian. */
    OutgoingMail contact(MailQueueStore.Claimed claimed, ContactMessage message, SchoolFacts school) {
        String writer = claimed.recipient().fullName();
        MailBody body = MailBody.of(
                message.subject(),
                List.of(
                        "Message de " + writer + ", par le formulaire du portail Scolarité services – "
                                + message.toSchool() + " :",
                        message.body()),
                List.of(new MailBody.Line("Identifiant", claimed.login())),
                null,
                List.of("Votre réponse ira à l’adresse vérifiée de cette personne."),
                new SchoolFacts(
                        "Scolarité services – " + message.toSchool(),
                        school.zone(),
                        List.of(),
                        "",
                        "",
                        "",
                        "",
                        "",
                        school.messages()));
        return new OutgoingMail(
                new MailAddress(sender.address(), writer + " – Scolarité services"),
                new MailAddress(claimed.toAddress(), ""),
                MailAddress.of(message.replyTo()),
                body.subject(),
                body.text(),
                body.html(),
                messageId(claimed.id()),
                claimed.createdAt().atZone(school.zone()).toOffsetDateTime());
    }

    /** Nobody outside can tell numbers of notifications from it. */
    private String messageId(long notification) {
        byte[] mac = Keyring.hmac(
                keyring.key(1, "message-id"), Long.toString(notification).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, 12) + "." + notification + "@" + host();
    }

    private String host() {
        return Objects.requireNonNullElse(URI.create(baseUrl.get()).getHost(), "localhost");
    }

    private MailBody body(MailQueueStore.Claimed claimed, List<Child> children, SchoolFacts school) {
        return switch (claimed.kind()) {
            case "ACCESS" -> access(claimed, children, school);
            case "TEST" ->
                specimen(
                        claimed.recipient(),
                        claimed.login(),
                        children,
                        school,
                        baseUrl.get(),
                        List.of("NOT_NOTIFIED", "NOTIFIED").contains(claimed.state()));
            case "ACTIVATE" ->
                MailBody.of(
                        "Confirmez votre adresse pour activer votre compte – " + school.name(),
                        List.of(
                                "Bonjour " + MessageFacts.addressed(claimed.recipient()) + ",",
                                "Vous avez choisi votre mot de passe pour les services en ligne de l’établissement "
                                        + school.name()
                                        + ". Il reste une étape : ouvrez le lien ci-dessous et confirmez. Il est valable 48 heures et ne sert qu’une fois."),
                        List.of(new MailBody.Line("Identifiant", claimed.login())),
                        new MailBody.Link("Activer mon compte", link(claimed, "/activation/confirm?token=")),
                        List.of("Vous n’avez rien demandé ? Ne cliquez pas sur ce lien et prévenez l’établissement."),
                        school);
            case "VERIFY" ->
                MailBody.of(
                        "Confirmez votre adresse électronique – " + school.name(),
                        List.of(
                                "Bonjour " + MessageFacts.addressed(claimed.recipient()) + ",",
                                "Cette adresse a été indiquée pour un compte des services en ligne de l’établissement "
                                        + school.name()
                                        + ". Ouvrez le lien ci-dessous et confirmez. Il est valable 48 heures et ne sert qu’une fois."),
                        List.of(new MailBody.Line("Identifiant", claimed.login())),
                        new MailBody.Link("Confirmer mon adresse", link(claimed, "/activation/confirm?token=")),
                        List.of("Vous n’avez rien demandé ? Ne cliquez pas sur ce lien."),
                        school);
            case "FORGOTTEN" ->
                MailBody.of(
                        "Choisir un nouveau mot de passe – " + school.name(),
                        List.of(
                                "Bonjour " + MessageFacts.addressed(claimed.recipient()) + ",",
                                "Un nouveau mot de passe a été demandé pour votre compte. Le lien ci-dessous est valable une heure et ne sert"
                                        + " qu’une fois."),
                        List.of(new MailBody.Line("Identifiant", claimed.login())),
                        new MailBody.Link(
                                "Choisir un nouveau mot de passe",
                                link(claimed, "/mot-de-passe-oublie/nouveau?token=")),
                        List.of(
                                "Vous n’avez rien demandé ? Votre mot de passe n’a pas changé, vous n’avez rien à faire."),
                        school);
            case "ADDRESS_CHANGED" ->
                MailBody.of(
                        "L’adresse de votre compte a changé – " + school.name(),
                        List.of(
                                "Bonjour " + MessageFacts.addressed(claimed.recipient()) + ",",
                                "L’adresse électronique de votre compte vient d’être remplacée par une autre. Si ce n’est pas vous, prévenez"
                                        + " l’établissement sans attendre."),
                        List.of(new MailBody.Line("Identifiant", claimed.login())),
                        null,
                        List.of(),
                        school);
            case "NOT_ME" ->
                MailBody.of(
                        "Une notification est arrivée chez la mauvaise personne",
                        List.of(
                                "Bonjour,",
                                "La personne qui a reçu l’accès ci-dessous a déclaré ne pas être le représentant légal de l’élève. Le mot de passe est"
                                        + " annulé et le compte est retenu jusqu’à ce que vous le libériez dans « Gérer le compte »."),
                        List.of(new MailBody.Line("Identifiant", claimed.login())),
                        null,
                        List.of(),
                        school);
            default -> throw new IllegalStateException("no text for " + claimed.kind());
        };
    }

    private MailBody access(MailQueueStore.Claimed claimed, List<Child> children, SchoolFacts school) {
        Opening opening = null;
        if (claimed.withPassword()) {
            UUID credential = Objects.requireNonNull(claimed.credential(), "an access without a credential");
            opening = new Opening(
                    passwords.of(credential, claimed.credentialKey()),
                    passwords.token(credential, claimed.credentialKey()));
        }
        String from = MessageFacts.usableFrom(claimed.recipient().holder(), claimed.usableFrom(), school.zone());
        return access(claimed.recipient(), claimed.login(), opening, children, school, baseUrl.get(), from);
    }

    /** The same mail with a password that is nobody's, marked as such. */
    static MailBody specimen(
            Recipient to,
            String login,
            List<Child> children,
            SchoolFacts school,
            String baseUrl,
            boolean withPassword) {
        MailBody body = access(to, login, withPassword ? SPECIMEN : null, children, school, baseUrl, "");
        return new MailBody(Specimen.MARK + body.subject(), body.text(), body.html());
    }

    private static MailBody access(
            Recipient to,
            String login,
            @Nullable Opening opening,
            List<Child> children,
            SchoolFacts school,
            String baseUrl,
            String from) {
        Holder holder = to.holder();
        SchoolMessages messages = school.messages();
        boolean byLink = opening != null && messages.linkInMails();
        String portal = Objects.requireNonNullElse(messages.entAddress(), baseUrl + "/");
        String url = opening != null ? MessageFacts.activationUrl(baseUrl, login) : portal;
        NotificationText text =
                MessageFacts.text(new TextKind(holder, false, opening != null), to, children, school, login, url);
        List<MailBody.Line> lines = new ArrayList<>();
        lines.add(new MailBody.Line("Identifiant", login));
        if (opening != null && !byLink) {
            lines.add(new MailBody.Line("Mot de passe temporaire", opening.password()));
        }
        List<String> before = new ArrayList<>();
        before.add("Bonjour " + (holder == Holder.GUARDIAN ? MessageFacts.addressed(to) : to.givenName()) + ",");
        before.addAll(text.paragraphs());
        if (!from.isEmpty()) {
            before.add(from);
        }
        return MailBody.of(
                text.subject(),
                before,
                lines,
                new MailBody.Link(
                        opening != null ? "Activer mon compte" : "Me connecter",
                        opening != null && byLink ? url + "&token=" + opening.token() : url),
                opening != null
                        ? afterOpening(holder, byLink, messages.entAddress())
                        : List.of(MessageFacts.forgotten(
                                holder, baseUrl, messages.entAddress() == null ? baseUrl : portal)),
                school);
    }

    private static List<String> afterOpening(Holder holder, boolean byLink, @Nullable String ent) {
        List<String> after = new ArrayList<>();
        after.add((byLink
                        ? "Ce lien est valable 90 jours, ne sert qu’une fois et est personnel"
                        : "Le mot de passe temporaire est valable 90 jours et personnel")
                + (holder == Holder.GUARDIAN ? " : ne transférez pas ce message." : " : ne transfère pas ce message."));
        if (ent != null) {
            after.add((holder == Holder.GUARDIAN
                            ? "Une fois votre compte activé, vous retrouverez vos services à cette adresse :\n"
                            : "Une fois ton compte activé, tu retrouveras tes services à cette adresse :\n")
                    + ent);
        }
        if (holder == Holder.GUARDIAN) {
            after.add(
                    "Ce message ne vous concerne pas ? Ouvrez le lien et choisissez « Ce courrier ne me concerne pas ».");
        }
        return after;
    }

    private String link(MailQueueStore.Claimed claimed, String path) {
        UUID link = Objects.requireNonNull(claimed.link(), "a mail without its link");
        return baseUrl.get() + path + tokens.of(link, claimed.linkKey());
    }
}
