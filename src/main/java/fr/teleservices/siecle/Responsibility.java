package fr.teleservices.siecle;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person is to a pupil, the same for both generations of the export. */
public enum Responsibility {
    /** Représentant légal. */
    LEGAL,
    /** Personne en charge de l'élève. */
    IN_CHARGE,
    /** Personne à contacter. */
    CONTACT;

    /** From March 2018: {@code NIVEAU_RESPONSABILITE}. */
    static Optional<Responsibility> ofLevel(String level) {
        return switch (level) {
            case "1" -> Optional.of(LEGAL);
            case "2" -> Optional.of(IN_CHARGE);
            case "3" -> Optional.of(CONTACT);
            default -> Optional.empty();
        };
    }

    /**
     * Before: {@code RESP_LEGAL}, where 0 (or nothing) leaves it to the other marks. Who is marked as a contact is no
     * more than that, whatever else is marked.
     */
    static Optional<Responsibility> ofMarks(@Nullable String legal, boolean contact, boolean paysOrIsPaid) {
        return switch (legal == null ? "0" : legal) {
            case "1", "2" -> Optional.of(LEGAL);
            case "0" -> Optional.of(!contact && paysOrIsPaid ? IN_CHARGE : CONTACT);
            default -> Optional.empty();
        };
    }
}
