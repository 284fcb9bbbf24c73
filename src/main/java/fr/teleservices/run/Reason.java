package fr.teleservices.run;

/** Why somebody was left out or could not be reached; the code is what rows and the API hold. */
public enum Reason {
    HELD("Le compte est suspendu : la personne a déclaré ne pas être le représentant légal."),
    NO_DIVISION("L’élève n’est affecté à aucune division."),
    NO_BIRTH_DATE("Aucun enfant du compte n’a de date de naissance : le compte ne pourrait pas être activé."),
    NO_ADDRESS("Aucune adresse électronique n’est connue."),
    CLOSED("Le compte a été fermé entre-temps."),
    REPLACED("Un nouveau compte remplace celui-ci : c’est à lui que les campagnes s’adressent."),
    MAIL_REFUSED("Le serveur de messagerie a refusé le message."),
    MAIL_GIVEN_UP("Le serveur de messagerie n’a pas accepté le message malgré plusieurs essais."),
    NOT_COMPOSED("Le message n’a pas pu être composé."),
    NOT_PRINTABLE("La lettre n’a pas pu être composée.");

    private final String sentence;

    Reason(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** The sentence of a stored code; the code itself where a later version wrote it. */
    public static String sentenceOf(String code) {
        for (Reason reason : values()) {
            if (reason.name().equals(code)) {
                return reason.sentence;
            }
        }
        return code;
    }
}
