package fr.teleservices.siecle;

/**
 * Takes the rows of a file as they are read, in the file's own order: a division may come before its pupil, an address
 * after its person. Identifiers are unique within a file, joins are the taker's. What it throws ends the reading.
 */
public interface SiecleSink {
    default void parameters(ParametersRow row) {}

    default void pupil(PupilRow row) {}

    /** At most one for each pupil. */
    default void pupilDivision(PupilDivisionRow row) {}

    /** Of the pupils' or of the guardians' file: the two number them on their own. */
    default void address(AddressRow row) {}

    default void person(PersonRow row) {}

    /** At most one for each pair of pupil and person. */
    default void link(GuardianLinkRow row) {}

    default void division(DivisionRow row) {}

    default void mef(MefRow row) {}

    default void school(SchoolRow row) {}

    /** A row that cannot be used; it is not handed over. */
    default void refused(RowNote note) {}

    /** The pupil of a row that was refused, where it could be read: they are there, though we do not know as what. */
    default void refusedPupil(long pupilId) {}

    /** The pair of a link that was refused, where it could be read. */
    default void refusedLink(long pupilId, long personId) {}

    /** A field that cannot be used; its row is handed over without it. */
    default void warning(RowNote note) {}
}
