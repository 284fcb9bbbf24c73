package fr.teleservices.mail;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** A mail as it goes over the wire, and as its reader's program takes it apart. */
public record WireMail(List<String> headers, String text, String html) {
    public static WireMail of(OutgoingMail mail) {
        MimeMessage mime = MimeMessage.of(mail, "\r\n");
        String head = mime.headers().entrySet().stream()
                .map(e -> e.getKey() + ": " + e.getValue() + "\r\n")
                .collect(Collectors.joining());
        try {
            jakarta.mail.internet.MimeMessage parsed = new jakarta.mail.internet.MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream((head + "\r\n" + mime.body()).getBytes(StandardCharsets.US_ASCII)));
            List<String> names = new ArrayList<>();
            parsed.getAllHeaders().asIterator().forEachRemaining(header -> names.add(header.getName()));
            MimeMultipart parts = (MimeMultipart) parsed.getContent();
            if (parts.getCount() != 2) {
                throw new AssertionError(parts.getCount() + " parts");
            }
            return new WireMail(names, part(parts, 0), part(parts, 1));
        } catch (jakarta.mail.MessagingException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String part(MimeMultipart parts, int index) throws jakarta.mail.MessagingException, IOException {
        return new String(parts.getBodyPart(index).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
