package fr.teleservices.siecle;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about itself.
 *
 * @param line of its {@code PARAMETRES}
 * @param uaj the school, upper case; null where it does not say
 * @param year in which the school year begins; 0 where it does not say
 * @param version of the format
 */
public record ParametersRow(
        int line,
        SiecleKind kind,
        @Nullable String uaj,
        int year,
        @Nullable LocalDate exportDate,
        @Nullable String version) {}
