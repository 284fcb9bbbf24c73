package fr.teleservices.siecle;

import static fr.teleservices.siecle.Exports.guardians;
import static fr.teleservices.siecle.Exports.read;
import static fr.teleservices.siecle.Exports.source;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardianRowsTest {
    @TempDir
    Path dir;

    private CollectedRows readLink(String fields) throws IOException {
        return read(source(
                dir,
                guardians("<RESPONSABLES><RESPONSABLE_ELEVE><ELEVE_ID>1</ELEVE_ID><PERSONNE_ID>2</PERSONNE_ID>" + fields
                        + "</RESPONSABLE_ELEVE></RESPONSABLES>")));
    }

    @Test
    void aPersonIsReadAlsoUnderItsOldName() throws IOException {
        CollectedRows rows = read(source(
                dir,
                guardians("<PERSONNES><PERSONNE PERSONNE_ID=\"4\"><LC_CIVILITE>MME</LC_CIVILITE><NOM>LE GOFF</NOM>"
                        + "<PRENOM>Anne</PRENOM><MEL>a@b.fr</MEL><ADRESSE_ID>9</ADRESSE_ID><ACCEPTE_SMS>0</ACCEPTE_SMS>"
                        + "<COMMUNICATION_ADRESSE>1</COMMUNICATION_ADRESSE></PERSONNE>"
                        + "<PERSONNE PERSONNE_ID=\"5\"><LC_CIVILITE/><NOM_DE_FAMILLE>ASE</NOM_DE_FAMILLE></PERSONNE>"
                        + "</PERSONNES>")));
        assertThat(rows.persons)
                .containsExactly(
                        new PersonRow(5, 4, "MME", "LE GOFF", null, "Anne", null, null, "a@b.fr", false, 9L, true),
                        new PersonRow(5, 5, null, "ASE", null, null, null, null, null, null, null, null));
    }

    @ParameterizedTest
    @CsvSource({"1,LEGAL", "2,IN_CHARGE", "3,CONTACT"})
    void sinceMarch2018TheLevelSaysWhatAPersonIs(String level, Responsibility expected) throws IOException {
        CollectedRows rows = readLink("<CODE_PARENTE>10</CODE_PARENTE><NIVEAU_RESPONSABILITE>" + level
                + "</NIVEAU_RESPONSABILITE><PAIE_FRAIS_SCOLAIRES>1</PAIE_FRAIS_SCOLAIRES>"
                + "<PERCOIT_LES_AIDES>false</PERCOIT_LES_AIDES><HEBERGE_ELEVE>true</HEBERGE_ELEVE>");
        assertThat(rows.links).containsExactly(new GuardianLinkRow(5, 1, 2, "10", expected, true, false, true, null));
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,0,0,LEGAL",
        "2,0,0,1,LEGAL",
        "0,1,0,0,IN_CHARGE",
        "0,0,1,0,IN_CHARGE",
        "0,0,0,1,CONTACT",
        "0,1,0,1,CONTACT",
        "0,0,0,0,CONTACT"
    })
    void beforeMarch2018TheMarksSayWhatAPersonIs(
            String legal, String financial, String paid, String contact, Responsibility expected) throws IOException {
        CollectedRows rows = readLink("<RESP_LEGAL>" + legal + "</RESP_LEGAL><RESP_FINANCIER>" + financial
                + "</RESP_FINANCIER><PERS_PAIEMENT>" + paid + "</PERS_PAIEMENT><PERS_CONTACT>" + contact
                + "</PERS_CONTACT><CODE_PARENTE>70</CODE_PARENTE>");
        assertThat(rows.links).extracting(GuardianLinkRow::responsibility).containsExactly(expected);
        assertThat(rows.links.get(0).isPupilItself()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<NIVEAU_RESPONSABILITE>4</NIVEAU_RESPONSABILITE>", "<RESP_LEGAL>7</RESP_LEGAL>"})
    void aLinkThatDoesNotSayWhatThePersonIsIsRefused(String fields) throws IOException {
        CollectedRows rows = readLink(fields);
        assertThat(rows.links).isEmpty();
        assertThat(rows.refused).hasSize(1);
    }
}
