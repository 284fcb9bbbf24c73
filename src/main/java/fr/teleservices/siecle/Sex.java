package fr.teleservices.siecle;

/** {@code CODE_SEXE}. */
public enum Sex {
    MALE,
    FEMALE
}
