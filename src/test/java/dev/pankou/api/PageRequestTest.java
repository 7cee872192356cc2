package dev.pankou.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PageRequestTest {
    @Test
    void takesSizesFrom1ToTheLimit() {
        assertThat(PageRequest.of(1, 1, 50).offset()).isZero();
        assertThat(PageRequest.of(3, 50, 50).offset()).isEqualTo(100);
        assertThatThrownBy(() -> PageRequest.of(1, 51, 50)).hasMessage("field page_size is invalid: 1 to 50");
        assertThatThrownBy(() -> PageRequest.of(1, 0, 50)).hasMessage("field page_size is invalid: 1 to 50");
        assertThatThrownBy(() -> PageRequest.of(0, 1, 50)).hasMessage("field page_num is invalid: at least 1");
    }

    @Test
    void doesNotOverflowOnTheLastPage() {
        assertThat(PageRequest.of(Integer.MAX_VALUE, 50, 50).offset()).isEqualTo(107_374_182_300L);
    }

    @Test
    void knowsWhetherMoreFollow() {
        assertThat(new Page<>(List.of(1, 2), 3).hasMore(new PageRequest(1, 2))).isTrue();
        assertThat(new Page<>(List.of(3), 3).hasMore(new PageRequest(2, 2))).isFalse();
        assertThat(new Page<>(List.of(), 0).hasMore(new PageRequest(1, 2))).isFalse();
        assertThat(new Page<>(List.of(1, 2), 3).map(number -> "n" + number).items()).containsExactly("n1", "n2");
    }
}
