package fr.teleservices.faults;

import static org.assertj.core.api.Assertions.assertThat;

import fr.teleservices.demo.CaughtMail;
import fr.teleservices.testing.LetterText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * At the end of a run: every notification's record against what came. A mail by envelope, {@code To}, login and password, a
 * letter by the text of its page. What came twice has to be the same mail.
 *
 * @param selected all notifications
 * @param lost recorded as sent or written, and nobody got it; or selected without a record
 * @param duplicated mails that came again
 * @param unrecorded mails that came and are not recorded as sent: only where the run was cut off may there be any
 */
public record Reckoning(long selected, long lost, long duplicated, long unrecorded, int mails, int letters) {
    private record Item(String login, String address, String channel, String status) {}

    /** @param zip of the letters; empty for none */
    static Reckoning of(Rows rows, long run, List<CaughtMail> came, byte[] zip) throws IOException {
        List<Item> items = items(rows, run);
        assertThat(items).as("one of each channel for an account").doesNotHaveDuplicates();
        Map<String, String> addresses = new HashMap<>();
        items.forEach(item -> addresses.put(item.login(), item.address()));

        Map<String, String> passwords = new HashMap<>();
        long duplicated = mails(came, addresses, passwords);
        Map<String, String> printed = letters(zip, addresses.keySet());
        printed.forEach((login, password) -> assertThat(password)
                .as("the password of " + login + " in letter and mail")
                .isEqualTo(passwords.getOrDefault(login, password)));

        assertThat(rows.number(
                        "SELECT count(*) FROM account a WHERE a.state = 'NOT_NOTIFIED' AND EXISTS (SELECT FROM notification n"
                                + " WHERE n.account_id = a.id AND n.status IN ('SENT', 'IN_LETTER') AND n.run_id = "
                                + run + ")"))
                .as("accounts of people who hold a password that is not valid")
                .isZero();

        Set<String> sent = logins(items, "EMAIL", "SENT");
        Set<String> written = logins(items, "PAPER", "IN_LETTER");
        long lost = missing(sent, passwords.keySet()) + missing(written, printed.keySet()) + withoutRecord(rows, run);
        assertThat(missing(printed.keySet(), written))
                .as("letters without a record")
                .isZero();
        return new Reckoning(
                items.size(), lost, duplicated, missing(passwords.keySet(), sent), passwords.size(), printed.size());
    }

    /** Recorded as sent, and nobody got it: also in the middle of a run. */
    static long mailsLost(Rows rows, long run, List<CaughtMail> came) {
        Set<String> logins = new HashSet<>();
        came.forEach(mail -> logins.add(LetterText.of(mail.text()).login()));
        return missing(logins(items(rows, run), "EMAIL", "SENT"), logins);
    }

    private static List<Item> items(Rows rows, long run) {
        return rows
                .all(
                        "SELECT a.login, coalesce(p.email, ''), n.channel, n.status FROM notification n JOIN account a ON a.id = n.account_id"
                                + " JOIN person p ON p.id = a.person_id WHERE n.run_id = " + run)
                .stream()
                .map(row -> new Item(row.get(0), row.get(1), row.get(2), row.get(3)))
                .toList();
    }

    /** Those whom a run over all legal guardians of the school should reach and has no record of. */
    private static long withoutRecord(Rows rows, long run) {
        return rows.number(
                "SELECT count(*) FROM account a JOIN run r ON r.school_id = a.school_id AND r.holder = a.holder WHERE r.id = "
                        + run + " AND a.current AND a.closed_reason IS NULL AND a.created_at < r.created_at"
                        + " AND EXISTS (SELECT FROM guardianship g JOIN person c ON c.id = g.pupil_id AND c.present"
                        + " WHERE g.guardian_id = a.person_id AND g.responsibility = 'LEGAL')"
                        + " AND NOT EXISTS (SELECT FROM notification n WHERE n.run_id = r.id AND n.account_id = a.id)");
    }

    private static long mails(List<CaughtMail> came, Map<String, String> addresses, Map<String, String> passwords) {
        Map<String, CaughtMail> first = new HashMap<>();
        long duplicated = 0;
        for (CaughtMail mail : came) {
            LetterText read = LetterText.of(mail.text());
            String address = addresses.get(read.login());
            assertThat(address).as("a mail for " + read.login()).isNotNull();
            assertThat(mail.envelopeRecipients()).containsExactly(address);
            assertThat(mail.headers().get("To")).contains(address);
            assertThat(read.password()).isNotEmpty();
            passwords.put(read.login(), read.password());
            CaughtMail other = first.putIfAbsent(read.login(), mail);
            if (other != null) {
                duplicated++;
                assertThat(mail.headers().get("Message-ID"))
                        .isEqualTo(other.headers().get("Message-ID"));
                assertThat(mail.headers().get("To")).isEqualTo(other.headers().get("To"));
                assertThat(mail.text()).isEqualTo(other.text());
            }
        }
        return duplicated;
    }

    private static Map<String, String> letters(byte[] zip, Set<String> known) throws IOException {
        Map<String, String> printed = new HashMap<>();
        for (byte[] pdf : entries(zip)) {
            for (LetterText letter : LetterText.pages(pdf)) {
                assertThat(known).contains(letter.login());
                assertThat(letter.password()).isNotEmpty();
                assertThat(printed.put(letter.login(), letter.password()))
                        .as("one letter of " + letter.login())
                        .isNull();
            }
        }
        return printed;
    }

    private static List<byte[]> entries(byte[] zip) throws IOException {
        List<byte[]> all = new ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                all.add(in.readAllBytes());
            }
        }
        return all;
    }

    private static Set<String> logins(List<Item> items, String channel, String status) {
        Set<String> logins = new HashSet<>();
        items.stream()
                .filter(item -> item.channel().equals(channel) && item.status().equals(status))
                .forEach(item -> logins.add(item.login()));
        return logins;
    }

    private static long missing(Set<String> of, Set<String> in) {
        return of.stream().filter(login -> !in.contains(login)).count();
    }
}
