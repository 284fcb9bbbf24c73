package fr.teleservices.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@b.fr",
                "jean-pierre.o'neill+ecole@sous.domaine.example.org",
                "1_2=3@x-y.test",
                "a@xn--caf-dma.fr"
            })
    void aUsualAddressIsTakenAsItIs(String address) {
        assertThat(MailAddress.parse(address)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "@",
                "a@",
                "@b.fr",
                "a@b",
                "a@b@c.fr",
                "a b@c.fr",
                "a@b c.fr",
                "a@b.fr\r\nBcc: x@y.fr",
                "a\n@b.fr",
                "a@b\u0000.fr",
                "\"a b\"@c.fr",
                "\"a\"@c.fr",
                ".a@b.fr",
                "a.@b.fr",
                "a..b@c.fr",
                "a@.fr",
                "a@b..fr",
                "a@b.fr.",
                "a@-b.fr",
                "a@b-.fr",
                "a@b_c.fr",
                "a@[127.0.0.1]",
                "a@127.0.0.1",
                "é@b.fr",
                "<a@b.fr>",
                "a,b@c.fr",
                "a;b@c.fr",
                "a:b@c.fr",
                "a(b)@c.fr",
                "a\\b@c.fr",
                "a\u202E@b.fr",
                "a@b\u202E.fr"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThat(MailAddress.parse(text)).isEmpty();
    }

    @Test
    void onlyTheDomainIsPutInLowerCase() {
        assertThat(MailAddress.parse("  Jean.Dupont@Example.ORG ")).contains("Jean.Dupont@example.org");
    }

    @Test
    void anInternationalDomainBecomesAscii() {
        assertThat(MailAddress.parse("a@café.fr")).contains("a@xn--caf-dma.fr");
    }

    @Test
    void lengthIsBounded() {
        String domain = ("d".repeat(60) + ".").repeat(3) + "fr";
        assertThat(MailAddress.parse("l".repeat(64) + "@" + domain)).isPresent();
        assertThat(MailAddress.parse("l".repeat(65) + "@" + domain)).isEmpty();
        assertThat(MailAddress.parse("l".repeat(64) + "@" + "dddd." + domain)).isEmpty();
        assertThat(MailAddress.parse("a@" + "d".repeat(64) + ".fr")).isEmpty();
    }

    @Property
    @net.jqwik.api.Tag("trust-21")
    void noTextMakesItThrowOrLetsAHeaderBreak(@ForAll String text) {
        assertThat(MailAddress.parse(text).stream())
                .allSatisfy(address -> assertThat(address).matches("[!-~]+@[a-z0-9.-]+"));
        assertThat(MailAddress.parse("a@" + text + ".fr").stream())
                .allSatisfy(address -> assertThat(address).matches("[!-~]+@[a-z0-9.-]+"));
    }
}
