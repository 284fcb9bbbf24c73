package fr.teleservices.letter;

/** What became of one letter of a part. */
public sealed interface LetterResult {
    long notificationId();

    /** @param pageNumber from 1, in its part */
    record InLetter(long notificationId, int pageNumber) implements LetterResult {}

    /**
     * @param code stable name, kebab-case
     * @param sentence in French, for staff
     */
    record Failed(long notificationId, String code, String sentence) implements LetterResult {}
}
