package fr.teleservices.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** Login and password as a reader of a letter or a mail finds them. */
public record LetterText(String login, String password, String text) {
    private static final Pattern LOGIN = Pattern.compile("Identifiant\\s*:\\s*(\\S+)");
    private static final Pattern PASSWORD = Pattern.compile("Mot de passe temporaire\\s*:\\s*(\\S+)");

    /** Of the plain text of a mail or a page; the password is empty in a reminder. */
    public static LetterText of(String text) {
        Matcher login = LOGIN.matcher(text);
        Matcher password = PASSWORD.matcher(text);
        if (!login.find()) {
            throw new AssertionError("no login in:\n" + text);
        }
        return new LetterText(login.group(1), password.find() ? password.group(1) : "", text);
    }

    /** Every page of a PDF. */
    public static List<LetterText> pages(byte[] pdf) {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            List<LetterText> pages = new ArrayList<>();
            PDFTextStripper stripper = new PDFTextStripper();
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                pages.add(of(stripper.getText(document)));
            }
            return pages;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
