package fr.teleservices.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class MimeViewTest {
    @Test
    void encodedWordsAreDecodedAlsoWhereACharacterIsCutInTwo() {
        byte[] eAcute = "é".getBytes(UTF_8);
        String cut = "=?UTF-8?B?" + base64(new byte[] {'H', eAcute[0]}) + "?=\r\n =?UTF-8?B?"
                + base64(new byte[] {eAcute[1], 'l'}) + "?=";

        assertThat(header("Subject: " + cut)).isEqualTo("Hél");
        assertThat(header("Subject: =?utf-8?Q?Votre_acc=C3=A8s?= (=?ISO-8859-1?q?No=EBl?=)"))
                .isEqualTo("Votre accès (Noël)");
        assertThat(header("Subject: brut é")).isEqualTo("brut é");
        assertThat(header("Subject: =?no-such-charset?Q?a?= =?UTF-8?B?%%%?=")).startsWith("a");
    }

    @Test
    void aFoldedHeaderIsOneLineAndItsNameHasNoCase() {
        assertThat(header("SUBJECT: un\r\n deux\r\n\ttrois")).isEqualTo("un deux\ttrois");
    }

    @Test
    void bothPartsOfAnAlternativeAreFound() {
        MimeView view = view("""
                Subject: deux
                Content-Type: multipart/mixed; boundary="dehors"

                préambule
                --dehors
                Content-Type: multipart/alternative; boundary=dedans

                --dedans
                Content-Type: text/plain; charset=UTF-8
                Content-Transfer-Encoding: quoted-printable

                Identifiant : m.l=C3=A9a1 =
                suite
                --dedans
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: base64

                PHA+w6k8L3A+

                --dedans--
                --dehors
                Content-Type: text/plain
                Content-Disposition: attachment; filename="x.txt"

                pièce jointe
                --dehors--
                épilogue
                """);
        assertThat(view.text()).isEqualTo("Identifiant : m.léa1 suite");
        assertThat(view.html()).isEqualTo("<p>é</p>");
    }

    @Test
    void theCharsetOfAPartIsHeeded() {
        byte[] raw = "Content-Type: text/plain; charset=\"iso-8859-1\"\r\n\r\nNoël".getBytes(ISO_8859_1);

        assertThat(MimeView.of(raw).text()).isEqualTo("Noël");
    }

    @Test
    void aBrokenMessageShowsWhatThereIs() {
        assertThat(view("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nouvert")
                        .text())
                .isEqualTo("ouvert");
        assertThat(view("Content-Type: multipart/mixed; boundary=b\n\nrien").text())
                .isEmpty();
        assertThat(view("sans tête").text()).isEmpty();
        assertThat(view("\ncorps seul").text()).isEqualTo("corps seul");
        assertThat(MimeView.of(new byte[0]).headers()).isEmpty();
    }

    private static MimeView view(String message) {
        return MimeView.of(message.replace("\n", "\r\n").getBytes(UTF_8));
    }

    private static String header(String line) {
        return MimeView.header((line + "\r\n\r\nSubject: pas celui-ci").getBytes(UTF_8), "Subject");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
