package fr.teleservices.db;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The schools whose rows a transaction may see. */
public record Scope(List<Long> schools) {
    public Scope {
        if (schools.isEmpty()) {
            throw new IllegalArgumentException("a scope names at least one school");
        }
        schools = List.copyOf(schools);
    }

    public static Scope of(long school) {
        return new Scope(List.of(school));
    }

    public static Scope of(Collection<Long> schools) {
        return new Scope(List.copyOf(schools));
    }

    String setting() {
        return schools.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
