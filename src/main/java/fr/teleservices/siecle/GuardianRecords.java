package fr.teleservices.siecle;

/** {@code BEE_RESPONSABLES}, of before and of since March 2018. */
final class GuardianRecords extends Records {
    private final SiecleSink sink;
    private final IdSet persons = IdSet.ofIds();
    private final IdSet links = IdSet.ofPairs();
    private final AddressRecords addresses;

    GuardianRecords(SiecleSource source, SiecleLimits limits, SiecleSink sink) {
        super(source, limits, sink::refused);
        this.sink = sink;
        addresses = new AddressRecords(source, limits, SiecleKind.GUARDIANS, sink);
    }

    @Override
    boolean isRow(String parent, String name) {
        return switch (name) {
            case "PERSONNE" -> parent.equals("PERSONNES");
            case "RESPONSABLE_ELEVE" -> parent.equals("RESPONSABLES");
            default -> addresses.isRow(parent, name);
        };
    }

    @Override
    void row(String name, Fields fields) {
        switch (name) {
            case "PERSONNE" -> {
                PersonRow row = person(fields);
                unique(persons.add(row.id()), persons, fields, "PERSONNE_ID");
                sink.person(row);
            }
            case "RESPONSABLE_ELEVE" -> {
                GuardianLinkRow row = link(fields);
                unique(links.add(row.pupilId(), row.personId()), links, fields, "lien entre ELEVE_ID et PERSONNE_ID");
                sink.link(row);
            }
            default -> addresses.row(name, fields);
        }
    }

    @Override
    void spoiled(String name, Fields fields) {
        Long pupil = name.equals("RESPONSABLE_ELEVE") ? fields.readableId("ELEVE_ID") : null;
        Long person = fields.readableId("PERSONNE_ID");
        if (pupil != null && person != null) {
            sink.refusedLink(pupil, person);
        }
    }

    private static PersonRow person(Fields f) {
        return new PersonRow(
                f.line(),
                f.requiredId("PERSONNE_ID"),
                f.text("LC_CIVILITE", 20),
                f.requiredName("NOM_DE_FAMILLE", "NOM", "NOM_USAGE"),
                f.name("NOM_USAGE"),
                f.name("PRENOM"),
                f.text("TEL_PERSONNEL", 30),
                f.text("TEL_PORTABLE", 30),
                f.mail("MEL"),
                f.flag("ACCEPTE_SMS"),
                f.id("ADRESSE_ID"),
                f.flag("COMMUNICATION_ADRESSE"));
    }

    private static GuardianLinkRow link(Fields f) {
        return new GuardianLinkRow(
                f.line(),
                f.requiredId("ELEVE_ID"),
                f.requiredId("PERSONNE_ID"),
                f.text("CODE_PARENTE", 10),
                responsibility(f),
                f.flag("PAIE_FRAIS_SCOLAIRES"),
                f.flag("PERCOIT_LES_AIDES"),
                f.flag("HEBERGE_ELEVE"),
                f.flag("A_CONTACTER_EN_PRIORITE"));
    }

    private static Responsibility responsibility(Fields f) {
        String level = f.text("NIVEAU_RESPONSABILITE");
        if (level != null) {
            return Responsibility.ofLevel(level)
                    .orElseThrow(() -> new RowFault("NIVEAU_RESPONSABILITE inconnu (1, 2 ou 3 attendu)."));
        }
        String legal = f.text("RESP_LEGAL");
        if (legal == null && f.text("RESP_FINANCIER", "PERS_PAIEMENT", "PERS_CONTACT") == null) {
            throw new RowFault("niveau de responsabilité manquant.");
        }
        return Responsibility.ofMarks(
                        legal, f.isTrue("PERS_CONTACT"), f.isTrue("RESP_FINANCIER") || f.isTrue("PERS_PAIEMENT"))
                .orElseThrow(() -> new RowFault("RESP_LEGAL inconnu (0, 1 ou 2 attendu)."));
    }
}
