package dev.pankou.parse;

import dev.pankou.parse.ChunkRule.Automatic;
import dev.pankou.parse.ChunkRule.Custom;
import dev.pankou.parse.ChunkRule.Hierarchical;
import java.util.List;
import java.util.stream.Gatherer;
import java.util.stream.Stream;

/** Cuts documents into chunks. Stateless; memory is a chunk and a block at a time. */
public final class Chunker {
    private Chunker() {}

    /** Lazily, as blocks are taken; closing the result closes the blocks. */
    public static Stream<Chunk> chunks(Stream<Block> blocks, ChunkRule rule) {
        return blocks.gather(Gatherer.<Block, Cutter, Chunk>ofSequential(
                () -> cutter(rule),
                Gatherer.Integrator.ofGreedy((cutter, block, down) -> {
                    cutter.add(block);
                    return push(cutter, down);
                }),
                (cutter, down) -> {
                    cutter.finish();
                    push(cutter, down);
                }));
    }

    /** How many tokens of cl100k_base a text has: what limits of chunks count. */
    public static int tokens(String text) {
        return Tokens.count(text);
    }

    private static boolean push(Cutter cutter, Gatherer.Downstream<? super Chunk> down) {
        for (var chunk : cutter.take()) {
            if (!down.push(chunk)) {
                return false;
            }
        }
        return true;
    }

    private static Cutter cutter(ChunkRule rule) {
        return switch (rule) {
            case Automatic automatic -> new BlockCutter(automatic.maxTokens(), automatic.overlap(), 0, false);
            case Hierarchical levels -> new BlockCutter(levels.maxTokens(), 0, levels.maxLevel(), levels.keepTitles());
            case Custom custom -> new SeparatorCutter(custom);
        };
    }

    /** Takes blocks in order; keeps chunks until they are taken. */
    interface Cutter {
        void add(Block block);

        void finish();

        List<Chunk> take();
    }
}
