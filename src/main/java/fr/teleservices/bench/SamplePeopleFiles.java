package fr.teleservices.bench;

import fr.teleservices.bench.SampleFamily.Child;
import fr.teleservices.bench.SampleFamily.Home;
import fr.teleservices.bench.SampleFamily.Person;
import fr.teleservices.kernel.Uai;
import java.time.LocalDate;

/** The pupils' and the guardians' file; each block goes once over all families. */
final class SamplePeopleFiles {
    /** Long enough ago to be past by any clock. */
    private static final LocalDate LEFT = LocalDate.of(2025, 9, 15);

    private final SampleFamilies families;
    private final Uai uai;

    SamplePeopleFiles(SampleFamilies families, Uai uai) {
        this.families = families;
        this.uai = uai;
    }

    void pupils(SampleXml xml) {
        SampleSchoolFiles.head(xml, "BEE_ELEVES", "2.1", uai);
        xml.raw("<ELEVES>\n");
        families.forEach(family -> family.children().forEach(child -> pupil(xml, child)));
        xml.raw("</ELEVES>\n<OPTIONS/>\n<STRUCTURES>\n");
        families.forEach(family -> family.children().forEach(child -> structure(xml, child)));
        xml.raw("</STRUCTURES>\n<BOURSES/>\n<ADRESSES>\n");
        families.forEach(family -> family.homes().stream().limit(1).forEach(home -> home(xml, home)));
        xml.raw("</ADRESSES>\n");
        SampleSchoolFiles.tail(xml, "BEE_ELEVES");
    }

    private static void pupil(SampleXml xml, Child child) {
        Home home = child.home();
        xml.raw("<ELEVE ELEVE_ID=\"" + child.id() + "\" ELENOET=\"" + child.id() % 1_000_000 + "\">")
                .field("ID_NATIONAL", child.nationalId())
                .field("NOM_DE_FAMILLE", child.familyName())
                .field("PRENOM", child.givenName())
                .field("PRENOM2", child.secondName())
                .field("DATE_NAISS", date(child.birthDate()))
                .field("CODE_SEXE", child.girl() ? 2 : 1)
                .field("MEL", child.email())
                .field("CODE_STATUT", "ST")
                .field("CODE_MEF", SampleSchoolFiles.MEFS.get(child.level()))
                .field("DATE_ENTREE", child.left() ? "01/09/2024" : "01/09/" + SampleSchool.YEAR)
                .field("DATE_SORTIE", child.left() ? date(LEFT.plusDays(child.id() % 90)) : null)
                .field("CODE_MOTIF_SORTIE", child.left() ? "10" : null)
                .field("ADRESSE_ID", home == null ? null : home.id())
                .field("ACCEPTE_SMS", 0)
                .raw("</ELEVE>\n");
    }

    /** A formatter would take a tenth of all the time. */
    private static String date(LocalDate date) {
        return two(date.getDayOfMonth()) + "/" + two(date.getMonthValue()) + "/" + date.getYear();
    }

    private static String two(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    private static void structure(SampleXml xml, Child child) {
        if (child.division() == null) {
            return;
        }
        xml.raw("<STRUCTURES_ELEVE ELEVE_ID=\"" + child.id() + "\"><STRUCTURE>")
                .field("CODE_STRUCTURE", child.division())
                .field("TYPE_STRUCTURE", "D")
                .raw("</STRUCTURE>");
        if (child.level() == 3 && child.id() % 5 == 0) {
            xml.raw("<STRUCTURE>")
                    .field("CODE_STRUCTURE", "LATIN")
                    .field("TYPE_STRUCTURE", "G")
                    .raw("</STRUCTURE>");
        }
        xml.raw("</STRUCTURES_ELEVE>\n");
    }

    void guardians(SampleXml xml) {
        SampleSchoolFiles.head(xml, "BEE_RESPONSABLES", "3.1", uai);
        xml.raw("<PERSONNES>\n");
        families.forEach(family -> family.persons().forEach(person -> person(xml, person)));
        xml.raw("</PERSONNES>\n<RESPONSABLES>\n");
        families.forEach(family -> family.children()
                .forEach(child -> family.persons().forEach(person -> link(xml, child, person, family))));
        xml.raw("</RESPONSABLES>\n<ADRESSES>\n");
        families.forEach(family -> family.homes().forEach(home -> home(xml, home)));
        xml.raw("</ADRESSES>\n");
        SampleSchoolFiles.tail(xml, "BEE_RESPONSABLES");
    }

    private static void person(SampleXml xml, Person person) {
        Home home = person.home();
        xml.raw("<PERSONNE PERSONNE_ID=\"" + person.id() + "\">")
                .field("LC_CIVILITE", person.title())
                .field("NOM_DE_FAMILLE", person.familyName())
                .field("NOM_USAGE", person.usageName())
                .field("PRENOM", person.givenName())
                .field("TEL_PORTABLE", person.mobile())
                .field("MEL", person.email())
                .field("ACCEPTE_SMS", person.mobile() == null ? 0 : 1)
                .field("ADRESSE_ID", home == null ? null : home.id())
                .field("COMMUNICATION_ADRESSE", 1)
                .raw("</PERSONNE>\n");
    }

    private static void link(SampleXml xml, Child child, Person person, SampleFamily family) {
        boolean first = family.persons().get(0).equals(person);
        xml.raw("<RESPONSABLE_ELEVE>")
                .field("ELEVE_ID", child.id())
                .field("PERSONNE_ID", person.id())
                .field("CODE_PARENTE", person.kinship())
                .field("NIVEAU_RESPONSABILITE", person.responsibility())
                .field("PAIE_FRAIS_SCOLAIRES", first ? 1 : 0)
                .field("PERCOIT_LES_AIDES", first ? 1 : 0)
                .field("HEBERGE_ELEVE", person.responsibility() == 3 ? 0 : 1)
                .field("A_CONTACTER_EN_PRIORITE", first ? 1 : 0)
                .raw("</RESPONSABLE_ELEVE>\n");
    }

    private static void home(SampleXml xml, Home home) {
        SamplePlaces.Place place = home.place();
        xml.raw("<ADRESSE ADRESSE_ID=\"" + home.id() + "\">")
                .field("LIGNE1_ADRESSE", home.street())
                .field("LIGNE2_ADRESSE", home.complement())
                .field("CODE_POSTAL", place.isAbroad() ? null : place.postcode())
                .field("LIBELLE_POSTAL", place.isAbroad() ? null : place.town())
                .field("COMMUNE_ETRANGERE", place.isAbroad() ? place.town() : null)
                .field("CODE_PAYS", place.countryCode())
                .field("LL_PAYS", place.country())
                .raw("</ADRESSE>\n");
    }
}
