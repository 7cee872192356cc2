package dev.pankou.bot;

import java.util.List;

/** The bot that a new installation begins with, so that there is somebody to talk to. */
final class SampleBot {
    static final String NAME = "盘扣助手 Pankou";
    static final String DESCRIPTION = "A first agent to talk to. 可以直接对话的示例智能体。";

    private static final String PROMPT =
            """
            # Role
            You are the guide of this Pankou installation, a self-hosted platform for AI agents that speaks the Coze Open API.

            # Task
            - Answer questions in the language they are asked in.
            - Say so when you do not know something.
            """;

    static final BotConfig CONFIG = new BotConfig(
            new BotConfig.Prompt(PROMPT, BotConfig.PromptMode.STANDARD, null),
            new BotConfig.Onboarding(
                    "你好！我是盘扣的示例智能体，问我点什么吧。 Hello! I am the sample agent of Pankou. Ask me something.",
                    List.of("你能做什么？", "What can you do?")),
            new BotConfig.SuggestReply(BotConfig.ReplyMode.ENABLE, ""),
            null,
            List.of(),
            List.of(),
            BotConfig.EMPTY.knowledge(),
            BotConfig.EMPTY.media(),
            List.of(),
            List.of(),
            BotConfig.Mode.MODEL);

    private SampleBot() {}
}
