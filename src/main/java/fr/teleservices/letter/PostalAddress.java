package fr.teleservices.letter;

import java.util.List;

/**
 * A postal address as the import brought it; parts may be blank.
 *
 * @param name the person with civility, as to be printed
 * @param lines street and complements, in the order of the import
 * @param city postal label; with a foreign address the foreign town
 * @param country blank or France for a French address
 */
public record PostalAddress(String name, List<String> lines, String postcode, String city, String country) {
    public PostalAddress {
        lines = List.copyOf(lines);
    }

    /** Without a town no postman finds anyone: such a letter is handed out. */
    public boolean isDeliverable() {
        return !city.isBlank() && !(postcode.isBlank() && lines.stream().allMatch(String::isBlank));
    }
}
