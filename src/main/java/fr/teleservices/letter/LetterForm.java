package fr.teleservices.letter;

import java.util.List;

/**
 * What many letters have in common, printed once in a part and referred to by each page. Texts are final French, plain;
 * a blank text or an empty list is left out of the letter.
 *
 * @param sender name of the school first, then address, phone, mail
 * @param placeAndDate {@code Paris, le 24 novembre 2026}
 * @param subject without {@code Objet :}
 * @param greeting {@code Madame, Monsieur,}
 * @param portalUrl the address to type, as shown
 * @param accessNote one or two lines at the foot of the access box: how long the password lives, or that it is unchanged
 * @param qrCaption under the QR code
 * @param steps what to do, without numbers
 * @param help under the steps, without a number: where to turn when something is missing or wrong
 * @param signature name and quality
 * @param footer at the foot of the sheet
 */
public record LetterForm(
        List<String> sender,
        WindowPlacement window,
        String placeAndDate,
        String subject,
        String greeting,
        String portalUrl,
        String accessNote,
        String qrCaption,
        String stepsTitle,
        List<String> steps,
        String help,
        List<String> signature,
        String footer) {
    public LetterForm {
        sender = List.copyOf(sender);
        steps = List.copyOf(steps);
        signature = List.copyOf(signature);
    }
}
