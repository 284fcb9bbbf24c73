package fr.teleservices.siecle;

import org.jspecify.annotations.Nullable;

/** {@code BEE_ELEVES}. */
final class PupilRecords extends Records {
    private static final int MAX_DIVISION = 20;

    private final SiecleSink sink;
    private final IdSet pupils = IdSet.ofIds();
    private final IdSet divided = IdSet.ofIds();
    private final AddressRecords addresses;

    PupilRecords(SiecleSource source, SiecleLimits limits, SiecleSink sink) {
        super(source, limits, sink::refused);
        this.sink = sink;
        addresses = new AddressRecords(source, limits, SiecleKind.PUPILS, sink);
    }

    @Override
    boolean isRow(String parent, String name) {
        return switch (name) {
            case "ELEVE" -> parent.equals("ELEVES");
            case "STRUCTURES_ELEVE" -> parent.equals("STRUCTURES");
            default -> addresses.isRow(parent, name);
        };
    }

    @Override
    void inner(String name, Fields fields) {
        if (!name.equals("STRUCTURE")) {
            return;
        }
        try {
            structure(fields);
        } catch (RowFault fault) {
            refuse(fields.line(), fault.reason());
        } finally {
            fields.remove("CODE_STRUCTURE");
            fields.remove("TYPE_STRUCTURE");
        }
    }

    private void structure(Fields fields) {
        if ("G".equals(fields.text("TYPE_STRUCTURE"))) {
            return;
        }
        long pupil = fields.requiredId("ELEVE_ID");
        String division = fields.code("CODE_STRUCTURE", MAX_DIVISION);
        if (divided.add(pupil)) {
            checkSize(divided, fields);
            sink.pupilDivision(new PupilDivisionRow(fields.line(), pupil, division));
        } else {
            sink.warning(note(fields.line(), "l’élève a déjà une division, la suivante est ignorée."));
        }
    }

    @Override
    void row(String name, Fields fields) {
        switch (name) {
            case "ELEVE" -> {
                PupilRow row = pupil(fields);
                unique(pupils.add(row.id()), pupils, fields, "ELEVE_ID");
                sink.pupil(row);
            }
            case "STRUCTURES_ELEVE" -> {}
            default -> addresses.row(name, fields);
        }
    }

    @Override
    void spoiled(String name, Fields fields) {
        Long id = name.equals("ELEVE") ? fields.readableId("ELEVE_ID") : null;
        if (id != null) {
            sink.refusedPupil(id);
        }
    }

    private static PupilRow pupil(Fields f) {
        return new PupilRow(
                f.line(),
                f.requiredId("ELEVE_ID"),
                f.text("ELENOET", 20),
                nationalId(f),
                f.requiredName("NOM_DE_FAMILLE", "NOM", "NOM_USAGE"),
                f.name("NOM_USAGE"),
                f.name("PRENOM"),
                f.name("PRENOM2"),
                f.name("PRENOM3"),
                f.pastDate("DATE_NAISS"),
                sex(f),
                f.mail("MEL"),
                f.text("TEL_PERSONNEL", 30),
                f.text("TEL_PORTABLE", 30),
                f.text("CODE_STATUT", 10),
                f.text("CODE_MEF", 20),
                f.date("DATE_ENTREE"),
                f.date("DATE_SORTIE"),
                f.text("CODE_MOTIF_SORTIE", 10),
                f.id("ADRESSE_ID"),
                f.flag("ACCEPTE_SMS"));
    }

    private static @Nullable String nationalId(Fields f) {
        for (String name : new String[] {"ID_NATIONAL", "INE_RNIE", "INE_BEA"}) {
            String id = f.text(name, 20);
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    private static @Nullable Sex sex(Fields f) {
        String code = f.text("CODE_SEXE");
        if (code == null) {
            return null;
        }
        return switch (code) {
            case "1" -> Sex.MALE;
            case "2" -> Sex.FEMALE;
            default -> null;
        };
    }
}
