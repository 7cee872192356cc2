import { useCallback, useEffect, useRef, useState } from "react";
import { asFailure } from "../data/call";
import type { ServerEvent } from "../data/sse";
import type { ChatRequest } from "../data/wire";
import { cancelChat, createConversation, forgetChat, listMessages, streamChat } from "./chat.api";
import { fold, isLive, newTurn, type Turn, turnsOf } from "./turn";

/** A run that may still be going when the page comes back: enough to join it from its first event. */
interface RunNote {
  request: ChatRequest;
  question: string;
  firstEventId: string;
  chatId: string;
}

const noteKey = (conversation: string) => `pankou.run.${conversation}`;
const NAME_LENGTH = 40;

function readNote(conversation: string): RunNote | undefined {
  const text = sessionStorage.getItem(noteKey(conversation));
  return text ? (JSON.parse(text) as RunNote) : undefined;
}

interface Input {
  bot: string;
  user: string;
  /** "" = none yet; the first question makes one. */
  conversation: string;
  onConversation: (id: string) => void;
  /** Saves the draft on screen, so that the answer comes from it. */
  beforeSend: () => Promise<void>;
}

/** The turns of one conversation: stored ones, and the one that is running. Deltas are painted once a frame. */
export function useChat({ bot, user, conversation, onConversation, beforeSend }: Input) {
  const [turns, setTurns] = useState<Turn[]>([]);
  const [loading, setLoading] = useState(conversation !== "");
  const [error, setError] = useState<unknown>();
  const [older, setOlder] = useState("");
  const [resuming, setResuming] = useState(false);
  const [attempt, setAttempt] = useState(0);
  /** The conversation on screen; undefined while none is loaded. */
  const current = useRef<string>(undefined);
  const seen = useRef(0);
  /** `begun`: the question is on its way, so the server may have made a chat. */
  const running = useRef<{ turn: Turn; stop: AbortController; begun: boolean }>(undefined);
  const frame = useRef(0);

  const paint = useCallback((turn: Turn) => {
    setTurns((before) =>
      before.some((one) => one.key === turn.key) ? before.map((one) => (one.key === turn.key ? turn : one)) : [...before, turn],
    );
  }, []);

  /** Follows one run to its end; what it hears goes into its turn. */
  const follow = useCallback(
    async (id: string, request: ChatRequest, begun: Turn, lastEventId = "") => {
      const stop = new AbortController();
      const run = { turn: begun, stop, begun: true };
      running.current = run;
      paint(begun);
      const note: RunNote = { request, question: begun.question, firstEventId: lastEventId, chatId: begun.chatId };
      const change = (turn: Turn) => {
        run.turn = turn;
        if (frame.current !== 0) return;
        frame.current = requestAnimationFrame(() => {
          frame.current = 0;
          if (running.current) paint(running.current.turn);
        });
      };
      // Stopped before the server had told the chat's id: the first event tells it.
      const cancelNow = (event: ServerEvent) => {
        const { chatId } = fold(run.turn, event.event, JSON.parse(event.data), Date.now());
        if (chatId === "" || stop.signal.aborted) return;
        stop.abort();
        void cancelChat(id, chatId).catch(() => undefined);
      };
      const onEvent = (event: ServerEvent) => {
        if (running.current !== run) return cancelNow(event); // stopped: what still comes is not wanted
        setResuming(false);
        change(fold(run.turn, event.event, JSON.parse(event.data), Date.now()));
        if (event.id && note.firstEventId === "") note.firstEventId = event.id;
        if (note.firstEventId === "" || note.chatId === run.turn.chatId) return;
        note.chatId = run.turn.chatId;
        sessionStorage.setItem(noteKey(id), JSON.stringify(note));
      };
      try {
        await streamChat({
          conversation: id,
          request,
          lastEventId,
          signal: stop.signal,
          onOpen: (logid) => change({ ...run.turn, logid: run.turn.logid || logid }),
          onEvent,
          onBreak: () => setResuming(true),
        });
      } catch (caught) {
        if (!stop.signal.aborted) {
          const failure = asFailure(caught);
          run.turn = { ...run.turn, state: "failed", failure, logid: failure.logid || run.turn.logid };
        }
      }
      setResuming(false);
      const left = stop.signal.aborted && run.turn.state !== "stopped"; // the page went elsewhere; the run goes on
      if (left) return;
      if (isLive(run.turn)) run.turn = { ...run.turn, state: "done" };
      if (running.current === run) {
        sessionStorage.removeItem(noteKey(id));
        running.current = undefined;
      }
      paint(run.turn);
    },
    [paint],
  );

  const rejoin = useCallback(
    (id: string, note: RunNote) => {
      const turn = newTurn(note.question, Date.now(), { chatId: note.chatId, state: "running" });
      void follow(id, note.request, turn, note.firstEventId);
    },
    [follow],
  );

  useEffect(() => {
    if (conversation === current.current && attempt === seen.current) return; // made here by the first question
    seen.current = attempt;
    running.current?.stop.abort();
    running.current = undefined;
    current.current = conversation;
    setTurns([]);
    setError(undefined);
    setOlder("");
    setLoading(conversation !== "");
    if (conversation === "") return;
    const stop = new AbortController();
    listMessages(conversation, "", stop.signal)
      .then((page) => {
        const note = readNote(conversation);
        setTurns(turnsOf(page.messages).filter((turn) => turn.chatId === "" || turn.chatId !== note?.chatId));
        setOlder(page.hasOlder ? page.oldest : "");
        if (note) rejoin(conversation, note);
        setLoading(false);
      })
      .catch((caught: unknown) => {
        if (stop.signal.aborted) return;
        setError(caught);
        setLoading(false);
      });
    return () => {
      stop.abort();
      current.current = undefined;
    };
  }, [conversation, attempt, rejoin]);

  useEffect(() => () => running.current?.stop.abort(), []);

  async function ask(text: string) {
    const question = text.trim();
    if (question === "" || running.current) return;
    const turn = newTurn(question, Date.now());
    const pending = { turn, stop: new AbortController(), begun: false };
    running.current = pending;
    paint(turn);
    try {
      await beforeSend();
      let id = current.current ?? "";
      if (id === "") {
        id = (await createConversation(bot, [...question].slice(0, NAME_LENGTH).join(""))).id;
        current.current = id;
        onConversation(id);
      }
      if (pending.stop.signal.aborted) return;
      const request: ChatRequest = {
        bot_id: bot,
        user_id: user,
        stream: true,
        publish_status: "unpublished_draft",
        additional_messages: [{ role: "user", type: "question", content: question, content_type: "text" }],
      };
      await follow(id, request, turn);
    } catch (caught) {
      const failure = asFailure(caught);
      running.current = undefined;
      paint({ ...turn, state: "failed", failure, logid: failure.logid });
    }
  }

  /** Takes a turn back and asks again, with the same words or others. */
  async function askAgain(turn: Turn, text = turn.question) {
    if (running.current) return;
    const waiting = newTurn(text, Date.now(), { key: turn.key, sectionId: turn.sectionId });
    const pending = { turn: waiting, stop: new AbortController(), begun: false };
    running.current = pending;
    paint(waiting);
    try {
      if (turn.chatId) await forgetChat(current.current ?? "", turn.chatId);
    } catch (caught) {
      paint({ ...turn, state: "failed", failure: asFailure(caught) });
      return;
    } finally {
      if (running.current === pending) running.current = undefined;
    }
    if (pending.stop.signal.aborted) return; // stopped before it was asked
    setTurns((before) => before.filter((one) => one.key !== turn.key));
    await ask(text);
  }

  async function stop() {
    const run = running.current;
    if (!run) return;
    const { chatId } = run.turn;
    const id = current.current ?? "";
    run.turn = { ...run.turn, state: "stopped", tookMs: Date.now() - run.turn.startedAt };
    running.current = undefined;
    paint(run.turn);
    sessionStorage.removeItem(noteKey(id));
    if (chatId === "" && run.begun) return; // cancelled as soon as its id is known
    // A chat that ended by itself meanwhile refuses to be cancelled: that is what was wanted.
    if (chatId) await cancelChat(id, chatId).catch(() => undefined);
    run.stop.abort();
  }

  async function loadOlder() {
    try {
      const page = await listMessages(current.current ?? "", older);
      setTurns((before) => [...turnsOf(page.messages), ...before]);
      setOlder(page.hasOlder ? page.oldest : "");
    } catch (caught) {
      setError(caught);
    }
  }

  return {
    turns,
    loading,
    error,
    resuming,
    hasOlder: older !== "",
    live: isLive(turns.at(-1)),
    ask,
    askAgain,
    stop,
    loadOlder,
    reload: () => setAttempt((before) => before + 1),
  };
}
