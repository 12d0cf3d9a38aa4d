package io.larder.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserDigestTest {
    @Test
    void theSaltIsDecodedFromHexFirst() {
        assertThat(UserDigest.of("123456", "5d9b11e1a3f448ae81f9f920e976d852").digest())
                .isEqualTo("486bbe9335aca3878178a51542e4e919d1146a01bdd0f2ad5a68043e2289abf7");
        assertThat(UserDigest.of("123456", "c09eb7463827cda245f3a398bd453c42").digest())
                .isEqualTo("fbfe82e76c06ea568e3301ab17a9d4677c1481b8a4f1ca137411e10153deabc3");
    }

    @Test
    void everyDigestHasASaltOfItsOwn() {
        UserDigest one = UserDigest.of("123456");
        UserDigest other = UserDigest.of("123456");

        assertThat(one.salt()).hasSize(32).isNotEqualTo(other.salt());
        assertThat(UserDigest.of("123456", one.salt())).isEqualTo(one);
    }
}
