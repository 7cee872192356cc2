import { ApiFailure } from "../data/call";
import type { Chat, Message, Usage } from "../data/wire";

/** One answer of a turn; a chat may have several. */
export interface Answer {
  id: string;
  text: string;
  reasoning: string;
}

/** A question and what came of it. */
export interface Turn {
  key: string;
  /** "" until the server has made the chat, and for messages put in by hand. */
  chatId: string;
  sectionId: string;
  question: string;
  answers: Answer[];
  tools: string[];
  followUps: string[];
  state: "sending" | "running" | "done" | "failed" | "stopped";
  failure?: ApiFailure;
  usage?: Usage;
  logid: string;
  startedAt: number;
  /** Milliseconds from sending to the end; unknown for stored turns. */
  tookMs?: number;
}

let made = 0;

export function newTurn(question: string, now: number, over: Partial<Turn> = {}): Turn {
  return {
    key: `turn-${++made}`,
    chatId: "",
    sectionId: "",
    question,
    answers: [],
    tools: [],
    followUps: [],
    state: "sending",
    logid: "",
    startedAt: now,
    ...over,
  };
}

export const isLive = (turn: Turn | undefined): boolean => turn?.state === "sending" || turn?.state === "running";

/** The turn after one event of the chat stream. Unknown events change nothing. */
export function fold(turn: Turn, event: string, data: unknown, now: number): Turn {
  switch (event) {
    case "conversation.chat.created":
    case "conversation.chat.in_progress": {
      const chat = data as Chat;
      return { ...turn, chatId: chat.id, sectionId: chat.section_id ?? turn.sectionId, state: "running" };
    }
    case "conversation.message.delta":
      return withDelta(turn, data as Message);
    case "conversation.message.completed":
      return withMessage(turn, data as Message);
    case "conversation.chat.completed":
    case "conversation.chat.requires_action":
      return ended(turn, data as Chat, "done", now);
    case "conversation.chat.canceled":
      return ended(turn, data as Chat, "stopped", now);
    case "conversation.chat.failed":
      return failed(ended(turn, data as Chat, "failed", now), (data as Chat).last_error);
    case "error":
      return failed({ ...turn, tookMs: now - turn.startedAt }, data as { code: number; msg: string });
    default:
      return turn;
  }
}

function withDelta(turn: Turn, { id, type, content, reasoning_content = "" }: Message): Turn {
  if (type !== "answer") return turn;
  const before = turn.answers.find((answer) => answer.id === id) ?? { id, text: "", reasoning: "" };
  return withAnswer(turn, {
    id,
    text: before.text + content,
    reasoning: before.reasoning + reasoning_content,
  });
}

function withAnswer(turn: Turn, answer: Answer): Turn {
  const known = turn.answers.some((one) => one.id === answer.id);
  const answers = known ? turn.answers.map((one) => (one.id === answer.id ? answer : one)) : [...turn.answers, answer];
  return { ...turn, answers, state: "running" };
}

/** A whole message: of a stream, where it replaces what the deltas made, or of the stored list. */
export function withMessage(turn: Turn, message: Message): Turn {
  switch (message.type) {
    case "answer": {
      const before = turn.answers.find((answer) => answer.id === message.id);
      const reasoning = message.reasoning_content ?? before?.reasoning ?? "";
      return { ...withAnswer(turn, { id: message.id, text: message.content, reasoning }), state: turn.state };
    }
    case "function_call":
      return { ...turn, tools: [...turn.tools, toolName(message.content)] };
    case "follow_up":
      return turn.followUps.includes(message.content) ? turn : { ...turn, followUps: [...turn.followUps, message.content] };
    default:
      return turn;
  }
}

function toolName(content: string): string {
  try {
    return String((JSON.parse(content) as { name?: unknown }).name ?? "");
  } catch {
    return "";
  }
}

function ended(turn: Turn, chat: Chat, state: Turn["state"], now: number): Turn {
  return { ...turn, chatId: chat.id, state, usage: chat.usage, tookMs: now - turn.startedAt };
}

function failed(turn: Turn, error: { code: number; msg: string } | undefined): Turn {
  const failure = new ApiFailure(error?.code ?? 5000, error?.msg ?? "", turn.logid, 200);
  return { ...turn, state: "failed", failure };
}

/** The plain text of a stored question; of a multimodal one its text parts. */
function questionText(message: Message): string {
  if (message.content_type !== "object_string") return message.content;
  try {
    const parts = JSON.parse(message.content) as { type: string; text?: string }[];
    return parts.map((part) => part.text ?? `[${part.type}]`).join(" ");
  } catch {
    return message.content;
  }
}

/** Stored messages, oldest first, as turns: those of one chat together, those put in by hand alone. */
export function turnsOf(messages: Message[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const asks = message.role === "user";
    let at = message.chat_id === "" ? -1 : turns.findIndex((turn) => turn.chatId === message.chat_id);
    if (at < 0) {
      const told = { chatId: message.chat_id, sectionId: message.section_id ?? "", state: "done" } as const;
      at = turns.push(newTurn("", message.created_at * 1000, { key: message.id, ...told })) - 1;
    }
    const turn = turns[at] as Turn;
    turns[at] = asks ? { ...turn, question: questionText(message) } : withMessage(turn, message);
  }
  return turns;
}
