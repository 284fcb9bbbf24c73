package fr.teleservices.siecle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code DIVISION}, with the codes of the study programmes found in it. */
public record DivisionRow(int line, String code, @Nullable String label, List<String> mefs) {}
