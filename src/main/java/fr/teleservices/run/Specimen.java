package fr.teleservices.run;

/** The password that previews and test mails bear: nobody's, and marked. */
final class Specimen {
    static final String PASSWORD = "K7PM-X4RT-QW9D";
    static final String TOKEN = "SPECIMEN";
    static final String MARK = "SPÉCIMEN – ";

    private Specimen() {}
}
