package fr.teleservices.testing;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.CaughtMail;
import fr.teleservices.demo.MailCatcher;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What a run over a school's guardians in both modes has come to, counted: who was mailed, with what, how often, and who has a
 * letter. Making one fails where somebody was forgotten, or got what is not theirs.
 */
public record RunProof(int accounts, int mails, int duplicates, int letters) {
    /** The sum of the counts of a run. */
    public static long sum(JsonObject progress) {
        JsonObject counts = progress.getJsonObject("counts");
        return counts.fieldNames().stream().mapToLong(counts::getLong).sum();
    }

    /**
     * @param done the run as it ended
     * @param catcher has the mails of this run alone
     */
    public static RunProof of(ApiClient api, String uai, long run, JsonObject done, MailCatcher catcher) {
        JsonObject counts = done.getJsonObject("counts");
        assertThat(sum(done)).isEqualTo(done.getLong("selected"));
        assertThat(counts.getLong("pending") + counts.getLong("inFlight")).isZero();
        assertThat(counts.getLong("failed")).isZero();

        Map<String, JsonObject> byLogin = new HashMap<>();
        api.accounts(uai, "holder=guardian").forEach(account -> byLogin.put(account.getString("login"), account));
        Map<String, String> passwords = new HashMap<>();
        int duplicates = mails(byLogin, catcher, passwords);
        assertThat((long) passwords.size()).as("mailed").isEqualTo(counts.getLong("sent"));
        Set<String> lettered = letters(api, run, passwords);
        assertThat((long) lettered.size()).isEqualTo(counts.getLong("inLetter"));
        assertThat(lettered).containsAll(passwords.keySet());
        byLogin.values().stream()
                .filter(account -> lettered.contains(account.getString("login")))
                .forEach(account -> assertThat(account.getString("state")).isEqualTo("NOTIFIED"));
        return new RunProof(byLogin.size(), passwords.size(), duplicates, lettered.size());
    }

    /** A mail that came twice is the same mail, and to whom it names. */
    private static int mails(Map<String, JsonObject> byLogin, MailCatcher catcher, Map<String, String> passwords) {
        Map<String, CaughtMail> first = new HashMap<>();
        int duplicates = 0;
        for (CaughtMail mail : catcher.messages("", 0, Integer.MAX_VALUE)) {
            LetterText read = LetterText.of(mail.text());
            String address = byLogin.get(read.login()).getJsonObject("person").getString("email");
            assertThat(mail.envelopeRecipients()).containsExactly(address);
            assertThat(mail.headers().get("To")).contains(address);
            passwords.put(read.login(), read.password());
            CaughtMail other = first.putIfAbsent(read.login(), mail);
            if (other != null) {
                duplicates++;
                assertThat(mail.headers().get("Message-ID"))
                        .isEqualTo(other.headers().get("Message-ID"));
                assertThat(mail.text()).isEqualTo(other.text());
            }
        }
        return duplicates;
    }

    /** One for each, with the password of the mail. */
    private static Set<String> letters(ApiClient api, long run, Map<String, String> passwords) {
        Set<String> lettered = new HashSet<>();
        byte[] whole = api.bytes("/runs/" + run + "/letters.zip");
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                for (LetterText letter : LetterText.pages(zip.readAllBytes())) {
                    assertThat(lettered.add(letter.login()))
                            .as("one letter of " + letter.login())
                            .isTrue();
                    assertThat(letter.password()).isNotEmpty();
                    if (passwords.containsKey(letter.login())) {
                        assertThat(letter.password()).isEqualTo(passwords.get(letter.login()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lettered;
    }

    @Override
    public String toString() {
        return mails + " mails, " + duplicates + " of them twice, " + letters + " letters, 0 lost";
    }
}
