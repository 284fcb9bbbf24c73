package fr.teleservices.testing;

import fr.teleservices.kernel.Role;
import fr.teleservices.school.School;

/** The staff pages to look at: {@code -Dport=8080}; every account has {@link TestSite#PASSWORD}. */
public final class DevServer {
    private DevServer() {}

    public static void main(String[] arguments) {
        @SuppressWarnings("resource") // ends with the process
        TestSite site = new TestSite();
        School school = site.school("0750001U", "Collège Jeanne-d’Arc-de-la-Rivière");
        site.staff("chef", Role.CHEF, school);
        site.staff("assistance", Role.ASSISTANCE, school);
        site.staff("academie", Role.ACADEMIE, null);
        System.out.println("READY " + site.site.origin());
    }
}
