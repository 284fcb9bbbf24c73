package fr.teleservices.siecle;

import org.jspecify.annotations.Nullable;

/**
 * {@code MEF}, a study programme.
 *
 * @param statistical {@code CODE_MEFSTAT}
 * @param level {@code 6e}, {@code 5e}, … {@code 2de}, {@code 1re}, {@code Tle}; null where none follows
 */
public record MefRow(
        int line,
        String code,
        @Nullable String formation,
        @Nullable String label,
        @Nullable String editionLabel,
        @Nullable String statistical,
        @Nullable String level) {}
