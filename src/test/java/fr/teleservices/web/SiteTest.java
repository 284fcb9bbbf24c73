package fr.teleservices.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    @Test
    @Tag("trust-12")
    void plainHttpIsForLoopbackOrBehindAProxy() {
        assertThat(Site.at("http://localhost:8080/").origin()).isEqualTo("http://localhost:8080");
        assertThat(Site.at("http://ecole.example.org", true).isHttps()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> Site.at("http://ecole.example.org"));
        assertThatIllegalArgumentException().isThrownBy(() -> Site.at("ecole.example.org"));
    }

    @Test
    @Tag("trust-19")
    void anotherHostSchemeOrPortIsAnotherSite() {
        Site site = Site.at("https://ecole.example.org");
        assertThat(site.isOwn("https://ecole.example.org/gestion")).isTrue();
        assertThat(site.isOwn("https://ecole.example.org:443")).isTrue();
        assertThat(site.isOwn("http://ecole.example.org")).isFalse();
        assertThat(site.isOwn("https://ecole.example.org.evil.test")).isFalse();
        assertThat(site.isOwn("https://ecole.example.org:444")).isFalse();
        assertThat(site.isOwn("null")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.test",
                "https://evil.test",
                "/\\evil.test",
                "evil",
                "",
                "/\t/evil.test",
                "/a\r\nb",
                "/é",
                "javascript:alert(1)"
            })
    @Tag("trust-23")
    void whatMayLeadElsewhereIsNoLocalPath(String next) {
        assertThat(LocalPath.orElse(next, "/gestion")).isEqualTo("/gestion");
    }

    @Test
    void aPathOfThisSiteIsFollowed() {
        assertThat(LocalPath.orElse("/gestion/services?fait=1", "/")).isEqualTo("/gestion/services?fait=1");
    }
}
