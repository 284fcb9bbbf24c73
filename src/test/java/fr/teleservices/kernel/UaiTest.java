package fr.teleservices.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UaiTest {
    @ParameterizedTest
    @ValueSource(strings = {"0750001U", "0750002v", " 9740001H ", "9880001G"})
    void theCheckLetterIsTheNumberModulo23(String text) {
        assertThat(Uai.parse(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0750001A", "075001U", "07500012U", "", "0750001", "O750001U", "０750001U"})
    void anythingElseIsNone(String text) {
        assertThat(Uai.parse(text)).isEmpty();
    }

    @Test
    void everyNumberHasOne() {
        for (int number = 0; number < 10_000_000; number += 9_973) {
            assertThat(Uai.parse(Uai.of(number).value())).isPresent();
        }
    }
}
