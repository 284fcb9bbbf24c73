package fr.teleservices.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MimeMessageTest {
    private static final String LINK =
            "https://teleservices.example.org/activation/confirm?token=" + "Ab9-_.".repeat(40) + "z";

    private static OutgoingMail mail(String name, String subject, String text) {
        return new OutgoingMail(
                Workers.FROM,
                new MailAddress("p.nom1@example.org", name),
                new MailAddress("secretariat@college.example.org", "Secrétariat"),
                subject,
                text,
                "<p>" + text + "</p>",
                "n-1@teleservices.example.org",
                Workers.DATE);
    }

    private static String wire(OutgoingMail mail) {
        MimeMessage mime = MimeMessage.of(mail, "\r\n");
        return mime.headers().entrySet().stream()
                        .map(e -> e.getKey() + ": " + e.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + "\r\n" + mime.body();
    }

    private static jakarta.mail.internet.MimeMessage parsed(OutgoingMail mail) {
        try {
            return new jakarta.mail.internet.MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(wire(mail).getBytes(StandardCharsets.US_ASCII)));
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(OutgoingMail mail, int index) {
        try {
            BodyPart part = ((MimeMultipart) parsed(mail).getContent()).getBodyPart(index);
            return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aMailParserReadsBackWhatWasWritten() throws Exception {
        String text = "Bonjour,\nIdentifiant : p.nom1\nMot de passe temporaire : K7PM-X4RT-QW9D\nœuf 漢 Nguyễn 🎓\n";
        jakarta.mail.internet.MimeMessage read =
                parsed(mail("Zoë d'Alembert-N’Diaye, \"dite\" 🎓", "Accès aux téléservices du collège Élysée", text));

        assertThat(((InternetAddress) read.getFrom()[0]).getPersonal()).isEqualTo("Collège Élysée");
        InternetAddress to = (InternetAddress) read.getRecipients(Message.RecipientType.TO)[0];
        assertThat(to.getAddress()).isEqualTo("p.nom1@example.org");
        assertThat(to.getPersonal()).isEqualTo("Zoë d'Alembert-N’Diaye, \"dite\" 🎓");
        assertThat(((InternetAddress) read.getReplyTo()[0]).getAddress()).isEqualTo("secretariat@college.example.org");
        assertThat(read.getSubject()).isEqualTo("Accès aux téléservices du collège Élysée");
        assertThat(read.getMessageID()).isEqualTo("<n-1@teleservices.example.org>");
        assertThat(read.getSentDate().toInstant()).isEqualTo(Workers.DATE.toInstant());
        assertThat(read.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(read.getContentType()).startsWith("multipart/alternative");
        assertThat(((MimeMultipart) read.getContent()).getCount()).isEqualTo(2);
    }

    @Test
    void textAndHtmlComeBackWholeAndALongLinkIsOneLine() {
        String text = "Bonjour,\n\nIdentifiant : p.nom1\nMot de passe temporaire : K7PM-X4RT-QW9D\n" + LINK
                + "\n.un point au début\n..deux\nblanc à la fin \n=égal\nFrom ici";

        String read = part(mail("Zoë", "s", text), 0).replace("\r\n", "\n");

        assertThat(read).startsWith(text);
        assertThat(read.lines()).contains(LINK, "Mot de passe temporaire : K7PM-X4RT-QW9D");
        assertThat(part(mail("Zoë", "s", text), 1).replace("\r\n", "\n")).startsWith("<p>" + text + "</p>");
    }

    @Test
    void loginAndPasswordStandUnbrokenInTheRawMessageToo() {
        String wire = wire(mail("Zoë", "s", "é\nIdentifiant : p.nom1\nMot de passe temporaire : K7PM-X4RT-QW9D\n"));

        assertThat(wire).contains("\r\nIdentifiant : p.nom1\r\nMot de passe temporaire : K7PM-X4RT-QW9D\r\n");
    }

    @Test
    @Tag("trust-21")
    void lineEndsAndDirectionMarksInANameOrSubjectAreInert() throws Exception {
        String evil = "Jean\r\nBcc: victim@example.org\r\n\r\n.\r\nMAIL FROM:<x@y.fr>\u202Etxt\u2066\u0000\u0085";

        OutgoingMail mail = mail(evil, evil, "bonjour");
        jakarta.mail.internet.MimeMessage read = parsed(mail);

        assertThat(read.getAllRecipients()).hasSize(1);
        assertThat(read.getHeader("Bcc")).isNull();
        assertThat(read.getSubject()).isEqualTo("Jean Bcc: victim@example.org . MAIL FROM:<x@y.fr>txt");
        assertThat(((InternetAddress) read.getRecipients(Message.RecipientType.TO)[0]).getPersonal())
                .isEqualTo("Jean Bcc: victim@example.org . MAIL FROM:<x@y.fr>txt");
        assertThat(((MimeMultipart) read.getContent()).getCount()).isEqualTo(2);
    }

    @Test
    @Tag("trust-21")
    void tenThousandCharactersInANameAreCutAndNoLineIsTooLong() throws Exception {
        String wire = wire(mail("é".repeat(10_000), "ü".repeat(10_000), "漢".repeat(10_000)));

        assertThat(wire.split("\r\n", -1))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(76));
        assertThat(part(mail("a", "b", "漢".repeat(10_000)), 0)).startsWith("漢".repeat(10_000));
    }

    @Test
    @Tag("trust-21")
    void aBoundaryInTheTextDoesNotEndThePart() throws Exception {
        MimeMessage mime = MimeMessage.of(mail("a", "b", "c"), "\r\n");
        String boundary = mime.body().lines().findFirst().orElseThrow();

        OutgoingMail mail = mail("a", "b", "avant\n" + boundary + "--\naprès");

        assertThat(part(mail, 0)).contains("avant", boundary, "après");
    }

    @Test
    void theSameMailGivesTheSameBytes() {
        assertThat(wire(mail("Zoë", "Été", "texte"))).isEqualTo(wire(mail("Zoë", "Été", "texte")));
    }

    @Test
    void aMessageIdThatIsNoneIsNeverWritten() {
        OutgoingMail m = mail("a", "b", "c");
        OutgoingMail bad = new OutgoingMail(
                m.from(), m.to(), m.replyTo(), m.subject(), m.text(), m.html(), "x>\r\nBcc: a@b", m.date());

        assertThatThrownBy(() -> MimeMessage.of(bad, "\r\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAccentedDomainBecomesPunycodeAndAnAccentedLocalPartIsNoAddress() {
        assertThat(MailAddress.of("zoe@collège.example").envelope()).contains("zoe@xn--collge-6ua.example");
        assertThat(MailAddress.isValid("zoé@example.org")).isFalse();
        assertThat(MailAddress.isValid("zoe.nom+ecole@sous.example.org")).isTrue();
        assertThat(MailAddress.isValid("zoe..nom@example.org")).isFalse();
        assertThat(MailAddress.isValid("zoe@example")).isFalse();
    }

    @Property(tries = 300)
    @net.jqwik.api.Tag("trust-21")
    void anyNameAndSubjectAndTextSurviveOrAreCleaned(@ForAll String name, @ForAll String subject, @ForAll String text)
            throws Exception {
        OutgoingMail mail = mail(name, subject, text);
        Address[] to = parsed(mail).getAllRecipients();

        assertThat(wire(mail)).matches("[\\x20-\\x7e\\t\\r\\n]*");
        assertThat(to).hasSize(1);
        String shown = ((InternetAddress) to[0]).getPersonal();
        assertThat(shown == null ? "" : shown).isEqualTo(HeaderText.clean(name, HeaderText.LONGEST_NAME));
        String read = parsed(mail).getSubject();
        assertThat(read == null ? "" : read).isEqualTo(HeaderText.clean(subject, HeaderText.LONGEST_SUBJECT));
    }
}
