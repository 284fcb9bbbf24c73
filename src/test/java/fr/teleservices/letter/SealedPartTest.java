package fr.teleservices.letter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SealedPartTest {
    private static final byte[] KEY = SealedPart.newKey();
    private static final byte[] AAD = "run 7 part 3".getBytes(UTF_8);
    private static final byte[] PLAIN = "Mot de passe temporaire : K7PM-X4RT-QW9D".getBytes(UTF_8);

    @Test
    void whatWasSealedOpensWhateverItsLength() {
        for (int length : new int[] {0, 1, 16 * 1024, 16 * 1024 + 1, 100_000}) {
            byte[] plain = new byte[length];
            Arrays.fill(plain, (byte) 7);
            assertThat(SealedPart.open(KEY, AAD, SealedPart.seal(KEY, AAD, plain)))
                    .isEqualTo(plain);
        }
    }

    @Test
    @Tag("trust-2")
    void aSealedPartShowsNothingAndIsNeverTheSameTwice() {
        byte[] sealed = SealedPart.seal(KEY, AAD, PLAIN);
        assertThat(new String(sealed, UTF_8)).doesNotContain("K7PM", "passe");
        assertThat(SealedPart.seal(KEY, AAD, PLAIN)).isNotEqualTo(sealed);
    }

    @Test
    @Tag("trust-2")
    void everyChangedByteIsNoticed() {
        byte[] sealed = SealedPart.seal(KEY, AAD, PLAIN);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> SealedPart.open(KEY, AAD, changed)).isInstanceOf(SealBroken.class);
        }
        byte[] cut = Arrays.copyOf(sealed, sealed.length - 1);
        assertThatThrownBy(() -> SealedPart.open(KEY, AAD, cut)).isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> SealedPart.open(KEY, AAD, new byte[0])).isInstanceOf(SealBroken.class);
    }

    @Test
    @Tag("trust-2")
    void aPartDoesNotOpenAsAnotherOneOrUnderAnotherKey() {
        byte[] sealed = SealedPart.seal(KEY, AAD, PLAIN);
        assertThatThrownBy(() -> SealedPart.open(KEY, "run 7 part 4".getBytes(UTF_8), sealed))
                .isInstanceOf(SealBroken.class);
        assertThatThrownBy(() -> SealedPart.open(SealedPart.newKey(), AAD, sealed))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    @Tag("trust-2")
    void aRunKeyIsWrappedUnderTheMasterKey() {
        byte[] master = SealedPart.newKey();
        byte[] wrapped = SealedPart.wrapKey(master, AAD, KEY);
        assertThat(wrapped).hasSize(61);
        assertThat(SealedPart.unwrapKey(master, AAD, wrapped)).isEqualTo(KEY);
        assertThatThrownBy(() -> SealedPart.unwrapKey(SealedPart.newKey(), AAD, wrapped))
                .isInstanceOf(SealBroken.class);
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> SealedPart.seal(new byte[16], AAD, PLAIN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
