package fr.teleservices.bench;

import fr.teleservices.kernel.Uai;
import java.util.List;
import java.util.Locale;

/** The files about the school itself: structures, nomenclature, module Commun. */
final class SampleSchoolFiles {
    /** 6e to 3e. */
    static final List<String> MEFS = List.of("10010012110", "10110001110", "10210001110", "10310019110");

    private static final List<String> STATISTICAL = List.of("21110010012", "21120010001", "21130010001", "21150010019");
    private static final List<String> PATRONS = List.of(
            "VICTOR HUGO", "JEAN MOULIN", "MARIE CURIE", "LOUISE MICHEL", "AIMÉ CÉSAIRE", "SIMONE VEIL", "D'ALEMBERT");

    private final SampleSlots slots;
    private final Uai uai;

    SampleSchoolFiles(SampleSlots slots, Uai uai) {
        this.slots = slots;
        this.uai = uai;
    }

    /** The start of any file, up to its data. */
    static void head(SampleXml xml, String root, String version, Uai uai) {
        xml.raw("<" + root + " VERSION=\"" + version + "\">\n<PARAMETRES>")
                .field("UAJ", uai)
                .field("ANNEE_SCOLAIRE", SampleSchool.YEAR)
                .field("DATE_EXPORT", "01/09/" + SampleSchool.YEAR)
                .field("HORODATAGE", "01/09/" + SampleSchool.YEAR + " 08:00:00")
                .raw("</PARAMETRES>\n<DONNEES>\n");
    }

    static void tail(SampleXml xml, String root) {
        xml.raw("</DONNEES>\n</" + root + ">\n");
    }

    void structures(SampleXml xml) {
        head(xml, "BEE_STRUCTURES", "2.0", uai);
        xml.raw("<DIVISIONS>\n");
        for (int level = 0; level < SampleSlots.LEVELS; level++) {
            for (int number = 0; number < slots.divisionsPerLevel(); number++) {
                String code = slots.division(level, number);
                xml.raw("<DIVISION CODE_STRUCTURE=\"" + code + "\">")
                        .field(
                                "LIBELLE_LONG",
                                (6 - level) + "EME " + code.substring(1).strip())
                        .raw("<MEFS_APPARTENANCE><MEF_APPARTENANCE>")
                        .field("CODE_MEF", MEFS.get(level))
                        .raw("</MEF_APPARTENANCE></MEFS_APPARTENANCE></DIVISION>\n");
            }
        }
        xml.raw("</DIVISIONS>\n<GROUPES>\n<GROUPE CODE_STRUCTURE=\"LATIN\">")
                .field("LIBELLE_LONG", "LATIN")
                .raw("<DIVISIONS_APPARTENANCE><DIVISION_APPARTENANCE CODE_STRUCTURE=\"" + slots.division(3, 0)
                        + "\"/></DIVISIONS_APPARTENANCE></GROUPE>\n</GROUPES>\n");
        tail(xml, "BEE_STRUCTURES");
    }

    void nomenclature(SampleXml xml) {
        head(xml, "BEE_NOMENCLATURES", "1.7", uai);
        xml.raw("<MEFS>\n");
        for (int level = 0; level < SampleSlots.LEVELS; level++) {
            String formation = (6 - level) + "EME";
            xml.raw("<MEF CODE_MEF=\"" + MEFS.get(level) + "\">")
                    .field("FORMATION", formation)
                    .field("LIBELLE_LONG", formation + (level == 0 ? "" : " GENERALE"))
                    .field("LIBELLE_EDITION", formation.toLowerCase(Locale.ROOT))
                    .field("CODE_MEFSTAT", STATISTICAL.get(level))
                    .raw("</MEF>\n");
        }
        xml.raw("</MEFS>\n");
        tail(xml, "BEE_NOMENCLATURES");
    }

    void common(SampleXml xml) {
        String code = uai.value().toLowerCase(Locale.ROOT);
        int patron = Math.floorMod(uai.value().hashCode(), PATRONS.size());
        SamplePlaces.Place place =
                SamplePlaces.FRANCE.get(Math.floorMod(uai.value().hashCode(), SamplePlaces.FRANCE.size()));
        head(xml, "BEE_COMMUN", "1.7", uai);
        xml.raw("<UAJ>")
                .field("DENOM_PRINC", "COLLEGE")
                .field("DENOM_COMPL", PATRONS.get(patron))
                .field("NOM_RESP", "MME LEFÈVRE")
                .field("QUAL_RESP", "PRINCIPALE")
                .field("LIGNE1_ADRESSE", "1 PLACE DE L'ECOLE")
                .field("CODE_POSTAL", place.postcode())
                .field("LIBELLE_POSTAL", place.town())
                .field("TELEPHONE", "01 99 00 12 34")
                .field("MEL_1", "ce." + code + "@example.org")
                .field("MEL_2", "vie-scolaire." + code + "@example.org")
                .raw("</UAJ>\n");
        tail(xml, "BEE_COMMUN");
    }
}
