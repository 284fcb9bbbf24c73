package fr.teleservices.bench;

/** What is particular about a family; most are {@link #USUAL}. */
enum SampleCase {
    USUAL,
    NO_GUARDIAN,
    HOMONYM,
    ABROAD,
    OVERSEAS,
    ORGANISATION,
    VIETNAMESE,
    ONE_LETTER,
    HUNDRED_LETTERS,
    SHARED_MAILBOX,
    TUTOR,
    NO_ADDRESS,
    WITH_CONTACT,
    WITH_PERSON_IN_CHARGE,
    ADULT,
    PARTICULAR_NAME;

    /** @param place from 0 to 59 */
    static SampleCase of(long place) {
        return switch ((int) place) {
            case 3 -> NO_GUARDIAN;
            case 5 -> HOMONYM;
            case 8 -> ABROAD;
            case 11 -> OVERSEAS;
            case 14 -> ORGANISATION;
            case 17 -> VIETNAMESE;
            case 20 -> ONE_LETTER;
            case 23 -> HUNDRED_LETTERS;
            case 26, 36, 56 -> SHARED_MAILBOX;
            case 29 -> TUTOR;
            case 32 -> NO_ADDRESS;
            case 35, 55 -> WITH_CONTACT;
            case 38 -> WITH_PERSON_IN_CHARGE;
            case 41 -> ADULT;
            case 2, 10, 18, 25, 33, 44, 50, 58 -> PARTICULAR_NAME;
            default -> USUAL;
        };
    }
}
