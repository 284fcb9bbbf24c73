package fr.teleservices.siecle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The three small files: structures, nomenclature, module Commun. */
final class SchoolRecords extends Records {
    private static final int MAX_CODES = 10_000;
    private static final int MAX_MEFS = 200;
    private static final int MAX_DIVISION = 20;
    private static final int MAX_MEF = 20;
    private static final int MAX = 200;

    private final SiecleKind kind;
    private final SiecleSink sink;
    private final Set<String> codes = new HashSet<>();
    private final List<String> mefs = new ArrayList<>();
    private boolean schoolSeen;

    SchoolRecords(SiecleKind kind, SiecleSource source, SiecleLimits limits, SiecleSink sink) {
        super(source, limits, sink::refused);
        this.kind = kind;
        this.sink = sink;
    }

    @Override
    boolean isRow(String parent, String name) {
        return switch (kind) {
            case STRUCTURES -> name.equals("DIVISION") && parent.equals("DIVISIONS");
            case NOMENCLATURE -> name.equals("MEF") && parent.equals("MEFS");
            case COMMON -> name.equals("UAJ") && !parent.equals("PARAMETRES");
            default -> false;
        };
    }

    @Override
    void inner(String name, Fields fields) {
        if (kind == SiecleKind.STRUCTURES && name.equals("MEF_APPARTENANCE")) {
            String mef = fields.text("CODE_MEF", MAX_MEF);
            if (mef != null && mefs.size() < MAX_MEFS) {
                mefs.add(mef);
            }
            fields.remove("CODE_MEF");
        }
    }

    @Override
    void row(String name, Fields fields) {
        switch (kind) {
            case STRUCTURES -> division(fields);
            case NOMENCLATURE -> mef(fields);
            default -> school(fields);
        }
    }

    private void division(Fields f) {
        List<String> found = List.copyOf(mefs);
        mefs.clear();
        String code = f.code("CODE_STRUCTURE", MAX_DIVISION);
        addCode(code, "CODE_STRUCTURE");
        sink.division(new DivisionRow(f.line(), code, f.text("LIBELLE_LONG", MAX), found));
    }

    private void mef(Fields f) {
        String code = f.code("CODE_MEF", MAX_MEF);
        addCode(code, "CODE_MEF");
        String formation = f.text("FORMATION", MAX);
        String label = f.text("LIBELLE_LONG", MAX);
        String statistical = f.text("CODE_MEFSTAT", MAX_MEF);
        String level = Level.of(code, statistical, formation == null ? label : formation);
        sink.mef(new MefRow(f.line(), code, formation, label, f.text("LIBELLE_EDITION", MAX), statistical, level));
    }

    private void addCode(String code, String name) {
        if (codes.size() >= MAX_CODES) {
            throw new RowFault("plus de " + MAX_CODES + " " + name + " dans le fichier.");
        }
        if (!codes.add(code)) {
            throw new RowFault(name + " déjà présent plus haut dans le fichier.");
        }
    }

    private void school(Fields f) {
        if (schoolSeen) {
            throw new RowFault("l’établissement figure deux fois dans le fichier.");
        }
        schoolSeen = true;
        sink.school(new SchoolRow(
                f.line(),
                f.text("DENOM_PRINC", MAX),
                f.text("DENOM_COMPL", MAX),
                f.text("NOM_RESP", MAX),
                f.text("QUAL_RESP", MAX),
                f.text("LIGNE1_ADRESSE", MAX),
                f.text("LIGNE2_ADRESSE", MAX),
                f.text("LIGNE3_ADRESSE", MAX),
                f.text("LIGNE4_ADRESSE", MAX),
                f.text("CODE_POSTAL", 20),
                f.text("LIBELLE_POSTAL", MAX),
                f.text("TELEPHONE", 30),
                f.mail("MEL_1"),
                f.mail("MEL_2")));
    }
}
