package fr.teleservices.siecle;

/** {@code ADRESSES/ADRESSE}, the same in two files. */
final class AddressRecords extends Records {
    private static final int MAX = 100;

    private final SiecleKind origin;
    private final SiecleSink sink;
    private final IdSet ids = IdSet.ofIds();

    AddressRecords(SiecleSource source, SiecleLimits limits, SiecleKind origin, SiecleSink sink) {
        super(source, limits, sink::refused);
        this.origin = origin;
        this.sink = sink;
    }

    @Override
    boolean isRow(String parent, String name) {
        return name.equals("ADRESSE") && parent.equals("ADRESSES");
    }

    @Override
    void row(String name, Fields f) {
        AddressRow row = new AddressRow(
                f.line(),
                origin,
                f.requiredId("ADRESSE_ID"),
                f.text("LIGNE1_ADRESSE", MAX),
                f.text("LIGNE2_ADRESSE", MAX),
                f.text("LIGNE3_ADRESSE", MAX),
                f.text("LIGNE4_ADRESSE", MAX),
                f.text("BOITE_POSTALE", MAX),
                f.text("CODE_POSTAL", 20),
                f.text("LIBELLE_POSTAL", MAX),
                f.text("COMMUNE_ETRANGERE", MAX),
                f.text("CODE_PAYS", 10),
                f.text("LL_PAYS", MAX));
        unique(ids.add(row.id()), ids, f, "ADRESSE_ID");
        sink.address(row);
    }
}
