package dev.pankou.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEstimateTest {
    @ParameterizedTest
    @CsvSource({"'',0", "a,1", "abcd,1", "abcde,2", "你好,2", "你好ab,3", "🌏,2"})
    void countsWideCharactersWholeAndLatinOnesByFour(String text, long tokens) {
        assertThat(TokenEstimate.of(text)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The quick brown fox jumps over the lazy dog and then rests for a while in the shade of a tree.",
                "盘扣是中国传统服饰上的一种纽扣，用布条盘绕而成，既实用又美观。"
            })
    void staysNearTheRealCount(String text) {
        assertThat((double) TokenEstimate.of(text) / TokenCount.of(text)).isBetween(0.7, 1.8);
    }

    @Test
    void countsSpecialTokensAsPlainText() {
        assertThat(TokenCount.of("<|endoftext|>")).isGreaterThan(1);
    }
}
