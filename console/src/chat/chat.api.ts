import { useQuery } from "@tanstack/react-query";
import { ApiFailure, call, callEnvelope, CODE, readEnvelope, send } from "../data/call";
import { queries } from "../data/query";
import { readEvents, type ServerEvent } from "../data/sse";
import type { ChatRequest, Conversation, ConversationPage, Message, MessageList } from "../data/wire";

export const PAGE = 50;
/** Waits before the next try to go on with a broken stream, in ms. */
const RESUME_AFTER = [200, 1000, 3000, 6000];
/** The server sends heartbeats; so long a silence means the connection is dead. */
const SILENCE_MS = 60_000;
const TERMINAL = /^(done|error|conversation\.chat\.(completed|failed|canceled|requires_action))$/;

export async function createConversation(bot: string, name: string): Promise<Conversation> {
  const made = await call<Conversation>("POST", "/v1/conversation/create", { body: { bot_id: bot, name } });
  refreshConversations(bot);
  return made;
}

const listKey = (bot: string) => ["conversation", "ListConversationsApi", bot];
const refreshConversations = (bot: string) => void queries.invalidateQueries({ queryKey: listKey(bot) });

export const useConversations = (bot: string) =>
  useQuery({
    queryKey: listKey(bot),
    queryFn: ({ signal }) =>
      call<ConversationPage>("GET", "/v1/conversations", {
        query: { bot_id: bot, page_num: 1, page_size: 50 },
        signal,
      }),
  });

export async function deleteConversation(bot: string, id: string): Promise<void> {
  await call("DELETE", `/v1/conversations/${id}`);
  refreshConversations(bot);
}

export const clearContext = (id: string) => call<{ id: string }>("POST", `/v1/conversations/${id}/clear`);

/** A page of stored messages, oldest first; `olderThan` is the id of the oldest one known. */
export async function listMessages(conversation: string, olderThan: string, signal?: AbortSignal) {
  const page = (await callEnvelope<Message[]>("POST", "/v1/conversation/message/list", {
    query: { conversation_id: conversation },
    body: { order: "desc", limit: PAGE, ...(olderThan && { after_id: olderThan }) },
    signal,
  })) as MessageList;
  return { messages: [...(page.data ?? [])].reverse(), oldest: page.last_id, hasOlder: page.has_more };
}

/** Deletes question and answers of a chat; the server takes the messages between them along. */
export async function forgetChat(conversation: string, chat: string): Promise<void> {
  const found = await call<Message[]>("POST", "/v1/conversation/message/list", {
    query: { conversation_id: conversation },
    body: { order: "desc", limit: PAGE, chat_id: chat },
  });
  for (const message of found ?? []) {
    if (message.type !== "question" && message.type !== "answer") continue;
    await call("POST", "/v1/conversation/message/delete", {
      query: { conversation_id: conversation, message_id: message.id },
    });
  }
}

export const cancelChat = (conversation: string, chat: string) =>
  call("POST", "/v3/chat/cancel", { body: { conversation_id: conversation, chat_id: chat } });

export async function rate(conversation: string, message: string, feedback: "like" | "unlike" | ""): Promise<void> {
  const path = `/v1/conversations/${conversation}/messages/${message}/feedback`;
  if (feedback === "") await call("DELETE", path);
  else await call("POST", path, { body: { feedback_type: feedback } });
}

export interface StreamInput {
  conversation: string;
  request: ChatRequest;
  /** Goes on after this event instead of starting a chat. */
  lastEventId?: string;
  signal: AbortSignal;
  onOpen: (logid: string) => void;
  onEvent: (event: ServerEvent) => void;
  onBreak: () => void;
}

/**
 * Starts a chat, or joins one, and reports its events until it ends. A broken connection is taken up again where it
 * broke; before the first event there is nothing to go on from, so that failure is the caller's to retry: sending
 * the question twice by itself could start two chats.
 */
export async function streamChat(input: StreamInput): Promise<void> {
  let last = input.lastEventId ?? "";
  for (let failures = 0; ; failures++) {
    try {
      const ended = await streamOnce(input, last, (event) => {
        failures = 0;
        if (event.id) last = event.id;
        input.onEvent(event);
      });
      if (ended) return;
    } catch (error) {
      input.signal.throwIfAborted();
      if (error instanceof ApiFailure && !error.passing) throw error;
      if (last === "") throw error;
    }
    const wait = RESUME_AFTER[failures];
    if (last === "" || wait === undefined) throw new ApiFailure(CODE.network, "", "", 0);
    input.onBreak();
    await new Promise((resolve) => setTimeout(resolve, wait));
    input.signal.throwIfAborted();
  }
}

async function streamOnce(input: StreamInput, last: string, onEvent: (event: ServerEvent) => void): Promise<boolean> {
  const attempt = new AbortController();
  const stop = () => attempt.abort(input.signal.reason);
  input.signal.addEventListener("abort", stop, { once: true });
  let silence: ReturnType<typeof setTimeout> | undefined;
  const alive = () => {
    clearTimeout(silence);
    silence = setTimeout(() => attempt.abort(new ApiFailure(CODE.network, "", "", 0)), SILENCE_MS);
  };
  try {
    alive();
    const response = await send("POST", "/v3/chat", {
      query: { conversation_id: input.conversation },
      body: input.request,
      headers: { Accept: "text/event-stream", "Pankou-Stream-Ids": "1", ...(last && { "Last-Event-ID": last }) },
      signal: attempt.signal,
    });
    if (!response.body || !response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
      await readEnvelope(response); // a refusal is plain JSON
      throw new ApiFailure(CODE.unreadable, "no event stream", "", response.status);
    }
    input.onOpen(response.headers.get("X-Tt-Logid") ?? "");
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        alive();
        controller.enqueue(chunk);
      },
    });
    let ended = false;
    for await (const event of readEvents(response.body.pipeThrough(heard))) {
      ended ||= TERMINAL.test(event.event);
      onEvent(event);
      if (event.event === "done") break;
    }
    return ended;
  } catch (error) {
    if (error instanceof ApiFailure) throw error;
    throw new ApiFailure(CODE.network, "", "", 0);
  } finally {
    clearTimeout(silence);
    input.signal.removeEventListener("abort", stop);
  }
}
