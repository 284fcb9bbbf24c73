package fr.teleservices.siecle;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what the reader pushes and hands it on a batch at a time. Not thread-safe. */
final class StagingSink implements SiecleSink {
    private static final Class<?> TEXT = String.class;
    private static final Class<?> FLAG = Boolean.class;
    private static final Class<?> DAY = LocalDate.class;
    private static final Class<?> LINE = Integer.class;

    // spotless:off
    private final Batch pupils = new Batch(
            StagingStore.PUPILS,
            LINE,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            DAY,
            Short.class,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            TEXT,
            DAY,
            DAY,
            FLAG,
            TEXT,
            FLAG);
    private final Batch pupilDivisions = new Batch(StagingStore.PUPIL_DIVISIONS, TEXT, TEXT, TEXT);
    private final Batch addresses =
            new Batch(StagingStore.ADDRESSES, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT);
    private final Batch guardians =
            new Batch(StagingStore.GUARDIANS, LINE, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, FLAG, TEXT);
    private final Batch links = new Batch(StagingStore.LINKS, LINE, TEXT, TEXT, TEXT, TEXT, FLAG, FLAG, FLAG, FLAG);
    private final Batch keptPupils = new Batch(StagingStore.KEPT_PUPILS, TEXT);
    private final Batch keptLinks = new Batch(StagingStore.KEPT_LINKS, TEXT, TEXT);
    private final Batch divisions = new Batch(StagingStore.DIVISIONS, TEXT, TEXT, TEXT);
    private final Batch mefs = new Batch(StagingStore.MEFS, TEXT, TEXT, TEXT, TEXT);
    // spotless:on

    private final LocalDate today;
    private final Consumer<Batch> full;
    private final RowNotes refused = new RowNotes();
    private final RowNotes warnings = new RowNotes();
    private @Nullable SchoolRow school;
    private boolean pupilAddresses;
    private boolean guardianAddresses;
    private long present;
    private long linked;

    /**
     * @param today who has left before it is gone
     * @param full takes a batch that has to be written now
     */
    StagingSink(LocalDate today, Consumer<Batch> full) {
        this.today = today;
        this.full = full;
    }

    /** Hands on what is left. */
    void finish() {
        for (Batch batch :
                List.of(pupils, pupilDivisions, addresses, guardians, links, keptPupils, keptLinks, divisions, mefs)) {
            if (!batch.isEmpty()) {
                full.accept(batch);
            }
        }
    }

    RowNotes refused() {
        return refused;
    }

    RowNotes warnings() {
        return warnings;
    }

    @Nullable
    SchoolRow school() {
        return school;
    }

    /** An export without addresses says nothing about them. */
    boolean hasAddressesOf(SiecleKind kind) {
        return kind == SiecleKind.PUPILS ? pupilAddresses : guardianAddresses;
    }

    /** Pupils who have not left. */
    long present() {
        return present;
    }

    long linked() {
        return linked;
    }

    @Override
    public void pupil(PupilRow r) {
        boolean gone = r.hasLeft(today);
        present += gone ? 0 : 1;
        String level = r.mef() == null ? null : Level.of(r.mef(), null, null);
        Short sex = r.sex() == null ? null : (short) (r.sex() == Sex.MALE ? 1 : 2);
        add(
                pupils,
                r.line(),
                text(r.id()),
                r.nationalId(),
                r.familyName(),
                r.usageName(),
                r.givenName(),
                r.givenName2(),
                r.givenName3(),
                r.birthDate(),
                sex,
                r.email(),
                r.phone(),
                r.mobile(),
                r.statusCode(),
                r.mef(),
                level,
                r.entryDate(),
                r.exitDate(),
                gone,
                text(r.addressId()),
                r.acceptsSms());
    }

    @Override
    public void pupilDivision(PupilDivisionRow r) {
        add(pupilDivisions, text(r.pupilId()), r.division(), DivisionKey.of(r.division()));
    }

    @Override
    public void address(AddressRow r) {
        pupilAddresses |= r.origin() == SiecleKind.PUPILS;
        guardianAddresses |= r.origin() == SiecleKind.GUARDIANS;
        add(
                addresses,
                r.origin().name(),
                text(r.id()),
                r.line1(),
                r.line2(),
                r.line3(),
                r.line4(),
                r.poBox(),
                r.postcode(),
                r.town(),
                r.foreignTown(),
                r.countryCode(),
                r.country());
    }

    @Override
    public void person(PersonRow r) {
        add(
                guardians,
                r.line(),
                text(r.id()),
                r.title(),
                r.familyName(),
                r.usageName(),
                r.givenName(),
                r.email(),
                r.phone(),
                r.mobile(),
                r.acceptsSms(),
                text(r.addressId()));
    }

    /** An adult pupil is no guardian of their own. */
    @Override
    public void link(GuardianLinkRow r) {
        if (r.isPupilItself()) {
            return;
        }
        linked++;
        add(
                links,
                r.line(),
                text(r.pupilId()),
                text(r.personId()),
                r.kinship(),
                r.responsibility().name(),
                r.paysFees(),
                r.receivesAids(),
                r.housesPupil(),
                r.contactFirst());
    }

    @Override
    public void refusedPupil(long pupilId) {
        add(keptPupils, text(pupilId));
    }

    @Override
    public void refusedLink(long pupilId, long personId) {
        add(keptLinks, text(pupilId), text(personId));
    }

    @Override
    public void division(DivisionRow r) {
        add(divisions, r.code(), DivisionKey.of(r.code()), r.label());
    }

    @Override
    public void mef(MefRow r) {
        String label = r.editionLabel() == null ? r.label() : r.editionLabel();
        add(mefs, r.code(), label, r.statistical(), r.level());
    }

    @Override
    public void school(SchoolRow r) {
        school = r;
    }

    @Override
    public void refused(RowNote note) {
        refused.add(note);
    }

    @Override
    public void warning(RowNote note) {
        warnings.add(note);
    }

    private void add(Batch batch, @Nullable Object... row) {
        if (batch.add(row)) {
            full.accept(batch);
        }
    }

    private static @Nullable String text(@Nullable Long id) {
        return id == null ? null : Long.toString(id);
    }
}
