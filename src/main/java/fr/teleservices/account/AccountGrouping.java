package fr.teleservices.account;

import fr.teleservices.kernel.Refusal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** Which two accounts may become one: both of one guardian, by name, once both proofs were given. */
final class AccountGrouping {
    static final Refusal OWN = Refusal.conflict(
            "own-not-active", "Le regroupement demande un compte de responsable actif : le vôtre ne l’est pas.");

    static final Refusal SAME = Refusal.conflict(
            "same-account", "C’est le compte que vous utilisez : indiquez celui de l’autre établissement.");

    static final Refusal PUPIL = Refusal.conflict(
            "pupil-account",
            "Cet identifiant est celui d’un élève. Indiquez l’identifiant de responsable que l’établissement vous a"
                    + " envoyé.");

    static final Refusal WAITING = Refusal.conflict(
            "new-account",
            "Cet identifiant est celui d’un nouveau compte. Activez-le et connectez-vous une fois avec lui : vous pourrez"
                    + " ensuite le regrouper.");

    static final Refusal NAMES = Refusal.conflict(
            "other-name",
            "Les deux comptes ne portent pas le même nom et le même prénom : ils ne peuvent pas être regroupés. Si les deux"
                    + " sont bien les vôtres, demandez à l’établissement où votre nom est mal écrit de le corriger, puis"
                    + " recommencez.");

    private AccountGrouping() {}

    /**
     * Why the one may not take the other in; what is told here is told to whoever has proven both.
     *
     * @param state the other's, which a password just used may have changed
     */
    static Optional<Refusal> whyNot(Account own, Account other, AccountState state) {
        if (own.holder() != Holder.GUARDIAN || own.state() != AccountState.ACTIVE || own.held() || !own.current()) {
            return Optional.of(OWN);
        } else if (own.id() == other.id()) {
            return Optional.of(SAME);
        } else if (other.holder() != Holder.GUARDIAN) {
            return Optional.of(PUPIL);
        } else if (!other.current()) {
            return Optional.of(WAITING);
        } else if (Lifecycle.after(AccountEvent.GROUP, state, other.held(), other.holder(), Actor.HOLDER)
                .isEmpty()) {
            return Optional.of(TemporaryAccess.WRONG);
        }
        return sameName(own, other) ? Optional.empty() : Optional.of(NAMES);
    }

    /** Family and given name, whatever their case, accents, hyphens and blanks. */
    static boolean sameName(Account one, Account other) {
        String family = folded(one.familyName());
        return !family.isEmpty()
                && family.equals(folded(other.familyName()))
                && folded(one.givenName()).equals(folded(other.givenName()));
    }

    /** Letters of every script stay: a name that is not in Latin letters is a name too. */
    private static String folded(String name) {
        String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replace("œ", "oe")
                .replace("æ", "ae")
                .replace("ß", "ss");
        StringBuilder letters = new StringBuilder();
        decomposed.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString();
    }
}
