package fr.teleservices.siecle;

import java.util.ArrayList;
import java.util.List;

/** Keeps all that a file says, for tests. */
final class CollectedRows implements SiecleSink {
    final List<ParametersRow> parameters = new ArrayList<>();
    final List<PupilRow> pupils = new ArrayList<>();
    final List<PupilDivisionRow> pupilDivisions = new ArrayList<>();
    final List<AddressRow> addresses = new ArrayList<>();
    final List<PersonRow> persons = new ArrayList<>();
    final List<GuardianLinkRow> links = new ArrayList<>();
    final List<DivisionRow> divisions = new ArrayList<>();
    final List<MefRow> mefs = new ArrayList<>();
    final List<SchoolRow> schools = new ArrayList<>();
    final List<RowNote> refused = new ArrayList<>();
    final List<RowNote> warnings = new ArrayList<>();

    @Override
    public void parameters(ParametersRow row) {
        parameters.add(row);
    }

    @Override
    public void pupil(PupilRow row) {
        pupils.add(row);
    }

    @Override
    public void pupilDivision(PupilDivisionRow row) {
        pupilDivisions.add(row);
    }

    @Override
    public void address(AddressRow row) {
        addresses.add(row);
    }

    @Override
    public void person(PersonRow row) {
        persons.add(row);
    }

    @Override
    public void link(GuardianLinkRow row) {
        links.add(row);
    }

    @Override
    public void division(DivisionRow row) {
        divisions.add(row);
    }

    @Override
    public void mef(MefRow row) {
        mefs.add(row);
    }

    @Override
    public void school(SchoolRow row) {
        schools.add(row);
    }

    @Override
    public void refused(RowNote note) {
        refused.add(note);
    }

    @Override
    public void warning(RowNote note) {
        warnings.add(note);
    }
}
