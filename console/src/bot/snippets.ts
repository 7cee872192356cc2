/** Code that calls an agent of this server, ready to paste. */
export interface SnippetInput {
  /** Scheme, host and port of this server. */
  origin: string;
  bot: string;
  user: string;
  question: string;
}

export type SnippetLanguage = "curl" | "java" | "python" | "js";

export interface Snippet {
  language: SnippetLanguage;
  label: string;
  /** The command that fetches the official client. */
  install?: string;
  code: (input: SnippetInput) => string;
}

/** A JSON string is a string literal of Java, Python and JavaScript alike. */
const literal = (text: string) => JSON.stringify(text);
/** A word of a POSIX shell. */
const word = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

export const SNIPPETS: Snippet[] = [
  {
    language: "curl",
    label: "curl",
    code: ({ origin, bot, user, question }) => `curl -N ${word(`${origin}/v3/chat`)} \\
  -H "Authorization: Bearer $COZE_API_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d ${word(
    JSON.stringify(
      {
        bot_id: bot,
        user_id: user,
        stream: true,
        additional_messages: [{ role: "user", type: "question", content: question, content_type: "text" }],
      },
      null,
      2,
    ),
  )}`,
  },
  {
    language: "java",
    label: "Java",
    install: `<dependency>
  <groupId>com.coze</groupId>
  <artifactId>coze-api</artifactId>
  <version>0.4.2</version>
</dependency>`,
    code: ({ origin, bot, user, question }) => `import com.coze.openapi.client.chat.CreateChatReq;
import com.coze.openapi.client.chat.model.ChatEventType;
import com.coze.openapi.client.connversations.message.model.Message;
import com.coze.openapi.service.auth.TokenAuth;
import com.coze.openapi.service.service.CozeAPI;
import java.util.List;

public class Ask {
    public static void main(String[] args) {
        CozeAPI coze = new CozeAPI.Builder()
                .baseURL(${literal(origin)})
                .auth(new TokenAuth(System.getenv("COZE_API_TOKEN")))
                .build();
        CreateChatReq request = CreateChatReq.builder()
                .botID(${literal(bot)})
                .userID(${literal(user)})
                .messages(List.of(Message.buildUserQuestionText(${literal(question)})))
                .build();
        coze.chat().stream(request).blockingForEach(event -> {
            if (ChatEventType.CONVERSATION_MESSAGE_DELTA.equals(event.getEvent())) {
                System.out.print(event.getMessage().getContent());
            }
        });
        coze.shutdownExecutor();
    }
}`,
  },
  {
    language: "python",
    label: "Python",
    install: "pip install cozepy",
    code: ({ origin, bot, user, question }) => `import os

from cozepy import ChatEventType, Coze, Message, TokenAuth

coze = Coze(auth=TokenAuth(os.environ["COZE_API_TOKEN"]), base_url=${literal(origin)})

for event in coze.chat.stream(
    bot_id=${literal(bot)},
    user_id=${literal(user)},
    additional_messages=[Message.build_user_question_text(${literal(question)})],
):
    if event.event == ChatEventType.CONVERSATION_MESSAGE_DELTA:
        print(event.message.content, end="", flush=True)`,
  },
  {
    language: "js",
    label: "JavaScript",
    install: "npm install @coze/api",
    code: ({ origin, bot, user, question }) => `import { ChatEventType, CozeAPI, RoleType } from "@coze/api";

const coze = new CozeAPI({ token: process.env.COZE_API_TOKEN, baseURL: ${literal(origin)} });

const stream = coze.chat.stream({
  bot_id: ${literal(bot)},
  user_id: ${literal(user)},
  additional_messages: [{ role: RoleType.User, content: ${literal(question)}, content_type: "text" }],
});
for await (const part of stream) {
  if (part.event === ChatEventType.CONVERSATION_MESSAGE_DELTA) process.stdout.write(part.data.content);
}`,
  },
];

/** Any call as curl; the token comes from the environment unless one is given. */
export function curlOf(method: string, path: string, token = "$COZE_API_TOKEN", origin = location.origin): string {
  const verb = method === "GET" ? "" : `-X ${method} `;
  return `curl ${verb}${word(origin + path)} \\\n  -H "Authorization: Bearer ${token}"`;
}
