package fr.teleservices.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceTest {
    @Test
    void aBrowserIsNamedAsItsOwnerWouldNameIt() {
        assertThat(Device.of("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"))
                .isEqualTo("Firefox sur Windows");
        assertThat(Device.of(
                        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile"
                                + " Safari/537.36"))
                .isEqualTo("Chrome sur Android");
        assertThat(Device.of("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5"
                        + " Mobile/15E148 Safari/604.1"))
                .isEqualTo("Safari sur iPhone");
        assertThat(Device.of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"))
                .isEqualTo("Edge sur Windows");
    }

    @Test
    void nothingThatABrowserSaysOfItselfIsRepeated() {
        assertThat(Device.of("<script>alert(1)</script>")).isEmpty();
        assertThat(Device.of(null)).isEmpty();
        assertThat(Device.of("Windows")).isEqualTo("Navigateur sur Windows");
    }
}
