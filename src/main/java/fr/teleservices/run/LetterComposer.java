package fr.teleservices.run;

import fr.teleservices.account.Holder;
import fr.teleservices.credential.Keyring;
import fr.teleservices.credential.TemporaryPassword;
import fr.teleservices.letter.AddressBlock;
import fr.teleservices.letter.LetterForm;
import fr.teleservices.letter.LetterPage;
import fr.teleservices.letter.PostalAddress;
import fr.teleservices.letter.WindowPlacement;
import fr.teleservices.setting.NotificationText;
import fr.teleservices.setting.SchoolMessages;
import fr.teleservices.setting.TextKind;
import fr.teleservices.web.French;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Writes the letters of one part; what they have in common is one {@link LetterForm} for each kind of letter. */
final class LetterComposer {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.FRENCH);

    private final TemporaryPassword passwords;
    private final boolean specimens;
    private final String baseUrl;
    private final SchoolFacts school;
    private final SchoolMessages messages;
    private final LocalDate today;
    private final Map<TextKind, LetterForm> forms = new HashMap<>();

    LetterComposer(Keyring keyring, String baseUrl, SchoolFacts school, LocalDate today) {
        this(keyring, baseUrl, school, today, false);
    }

    /** Letters with a password that is nobody's, marked as such. */
    static LetterComposer ofSpecimens(Keyring keyring, String baseUrl, SchoolFacts school, LocalDate today) {
        return new LetterComposer(keyring, baseUrl, school, today, true);
    }

    private LetterComposer(Keyring keyring, String baseUrl, SchoolFacts school, LocalDate today, boolean specimens) {
        this.specimens = specimens;
        this.passwords = new TemporaryPassword(keyring);
        this.baseUrl = baseUrl;
        this.school = school;
        this.messages = school.messages();
        this.today = today;
    }

    LetterPage compose(LetterQueueStore.Item item, List<Child> children, boolean withPassword, String bookmark) {
        Recipient to = item.recipient();
        boolean guardian = to.holder() == Holder.GUARDIAN;
        TextKind kind = new TextKind(to.holder(), true, withPassword);
        String url = withPassword ? MessageFacts.activationUrl(baseUrl, item.login()) : portal();
        NotificationText text = MessageFacts.text(kind, to, children, school, item.login(), url);
        Child through = guardian && !children.isEmpty()
                ? through(children, bookmark)
                : new Child(to.familyName(), to.givenName(), item.division());
        return new LetterPage(
                forms.computeIfAbsent(kind, k -> form(k, (specimens ? Specimen.MARK : "") + text.subject())),
                bookmark,
                MessageFacts.addressed(to),
                AddressBlock.lines(new PostalAddress(
                        MessageFacts.addressed(to), item.addressLines(), item.postcode(), item.city(), item.country())),
                through.fullName(),
                through.division(),
                paragraphs(text, item),
                guardian ? children.stream().map(Child::line).toList() : List.of(),
                item.login(),
                withPassword ? password(item) : null,
                url);
    }

    /** Where one signs in: the ENT where the school has chosen so. Activations begin on the portal all the same. */
    private String portal() {
        return Objects.requireNonNullElse(messages.entAddress(), baseUrl + "/");
    }

    private List<String> paragraphs(NotificationText text, LetterQueueStore.Item item) {
        List<String> all =
                new ArrayList<>(text.paragraphs().stream().map(French::unbroken).toList());
        all.add(MessageFacts.usableFrom(item.recipient().holder(), item.usableFrom(), school.zone()));
        all.removeIf(String::isEmpty);
        return all;
    }

    private String password(LetterQueueStore.Item item) {
        return specimens
                ? Specimen.PASSWORD
                : passwords.of(Objects.requireNonNull(item.credential(), "no credential"), item.credentialKey());
    }

    /** The child of the division that the letter is printed under. */
    private static Child through(List<Child> children, String division) {
        return children.stream()
                .filter(child -> child.division().equals(division))
                .findFirst()
                .orElse(children.get(0));
    }

    private LetterForm form(TextKind kind, String subject) {
        boolean guardian = kind.holder() == Holder.GUARDIAN;
        List<String> sender = new ArrayList<>();
        sender.add(school.name());
        sender.addAll(school.addressLines());
        sender.add(school.city());
        sender.add(school.phone().isEmpty() ? "" : "Tél. " + school.phone());
        sender.add(school.email());
        sender.removeIf(String::isBlank);
        String place = school.city().replaceFirst("^\\d{5}\\s+", "");
        String date = DATE.format(today).replaceFirst("^1 ", "1er ");
        return new LetterForm(
                sender,
                window(),
                (place.isEmpty() ? "Le " : capitalised(place) + ", le ") + date,
                subject,
                guardian ? "Madame, Monsieur," : "Bonjour,",
                kind.withPassword() || messages.entAddress() == null ? baseUrl : portal(),
                kind.withPassword()
                        ? "Ce mot de passe est valable 90 jours à compter de ce courrier. Il est personnel et ne sert qu’à l’activation."
                        : guardian ? "Votre mot de passe est inchangé." : "Ton mot de passe est inchangé.",
                kind.withPassword() ? "Activer mon compte" : "Me connecter",
                "Que faire ?",
                MessageFacts.steps(
                        kind.holder(),
                        kind.withPassword(),
                        baseUrl,
                        messages.entAddress() == null ? baseUrl : portal()),
                French.unbroken(MessageFacts.letterHelp(kind.holder(), kind.withPassword(), baseUrl)),
                signature(),
                "");
    }

    private WindowPlacement window() {
        WindowPlacement standard = WindowPlacement.STANDARD;
        return new WindowPlacement(
                messages.window().leftMm(), messages.window().topMm(), standard.widthMm(), standard.heightMm());
    }

    private List<String> signature() {
        List<String> lines = new ArrayList<>(List.of(school.headTitle(), school.headName()));
        lines.removeIf(String::isBlank);
        return lines;
    }

    private static String capitalised(String town) {
        StringBuilder out = new StringBuilder();
        boolean start = true;
        for (char c : town.toLowerCase(Locale.FRENCH).toCharArray()) {
            out.append(start ? Character.toUpperCase(c) : c);
            start = !Character.isLetter(c);
        }
        return out.toString();
    }
}
