package fr.teleservices.setting;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a guardian writes to a school.
 *
 * @param toSchool name of the school that it is for
 * @param replyTo the guardian's verified address
 * @param subject one line
 * @param body lines ended by {@code \n}
 */
public record ContactMessage(String toSchool, String replyTo, String subject, String body) {
    static final int MAX_SUBJECT = 100;
    static final int MAX_BODY = 4_000;

    static Map<String, String> faults(String subject, String body) {
        Map<String, String> faults = new LinkedHashMap<>();
        if (subject.isBlank() || subject.length() > MAX_SUBJECT) {
            faults.put("subject", "L’objet a de 1 à 100 caractères.");
        }
        if (body.isBlank() || body.length() > MAX_BODY) {
            faults.put("message", "Le message a de 1 à 4 000 caractères.");
        }
        return faults;
    }

    /** Without what was written: lest a log line hold it. */
    @Override
    public String toString() {
        return "ContactMessage[" + toSchool + "]";
    }
}
