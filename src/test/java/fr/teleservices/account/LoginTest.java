package fr.teleservices.account;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
    @ParameterizedTest
    @CsvSource({
        "Jean,Dupont,j.dupont,dupont.jean",
        "Œdipe,Le Goff,o.legoff,legoff.oedipe",
        "Zoé,d'Alembert,z.dalembert,dalembert.zoe",
        "Aminata,N’Diaye,a.ndiaye,ndiaye.aminata",
        "Anne-Sophie,de La Tour du Pin,a.delatourdupin,delatourdupin.annesophie",
        "A,O,a.o,o.a",
        "'',Nguyễn,nguyen,nguyen",
        "Đặng,Ÿ,d.y,y.dang",
        "Lü,Çelik,l.celik,celik.lu",
        "明,王,compte,compte"
    })
    void namesBecomeLowerCaseAscii(String given, String family, String first, String replacement) {
        assertThat(Login.firstBase(given, family)).isEqualTo(first);
        assertThat(Login.replacementBase(given, family)).isEqualTo(replacement);
    }

    @Property
    void whateverTheNameALoginHasOnlyLettersAndADotAndThirtyAPart(@ForAll String given, @ForAll String family) {
        assertThat(Login.firstBase(given, family)).matches("([a-z]\\.)?[a-z]{1,30}");
        assertThat(Login.replacementBase(given, family)).matches("[a-z]{1,30}(\\.[a-z]{1,30})?");
    }
}
