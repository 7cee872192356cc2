import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { queries } from "../data/query";
import { useSession } from "../data/session";
import type { Bot } from "../data/wire";
import { type BotFields, fieldsOf, LIMIT, updateBot } from "./bot.api";
import { length } from "../ui/Field";

const SAVE_AFTER_MS = 1000;
const JOURNAL_AFTER_MS = 200;

export type SaveState =
  | { kind: "saved"; at?: number }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "invalid" }
  | { kind: "failed"; error: unknown };

const journalKey = (id: string) => `pankou.draft.${id}`;

function readJournal(id: string): Partial<BotFields> {
  try {
    return JSON.parse(localStorage.getItem(journalKey(id)) ?? "{}") as Partial<BotFields>;
  } catch {
    return {};
  }
}

function writeJournal(id: string, changes: Partial<BotFields>): void {
  if (Object.keys(changes).length === 0) localStorage.removeItem(journalKey(id));
  else localStorage.setItem(journalKey(id), JSON.stringify(changes));
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

export function changesOf(base: BotFields, edited: BotFields): Partial<BotFields> {
  const changed = (Object.keys(base) as (keyof BotFields)[]).filter((key) => !same(base[key], edited[key]));
  return Object.fromEntries(changed.map((key) => [key, edited[key]])) as Partial<BotFields>;
}

export function isValid(fields: BotFields): boolean {
  return (
    fields.name.trim() !== "" &&
    length(fields.name) <= LIMIT.name &&
    length(fields.description) <= LIMIT.description &&
    length(fields.prompt) <= LIMIT.prompt &&
    length(fields.prologue) <= LIMIT.prologue &&
    fields.questions.every((question) => length(question) <= LIMIT.question)
  );
}

/**
 * A draft being edited. An edit is in the browser's journal within 0.2 s and on the server 1 s after the last one;
 * only changed fields are sent. Edits that never reached the server are there again on the next visit.
 * Mount it with the bot's id as key: it is bound to the object, not to the route.
 */
export function useDraft(bot: Bot) {
  const id = bot.bot_id;
  const [base, setBase] = useState(() => fieldsOf(bot));
  const first = useRef(base);
  const journal = useRef<Partial<BotFields>>(undefined);
  journal.current ??= changesOf(base, { ...base, ...readJournal(id) });
  const [restored, setRestored] = useState(() => Object.keys(journal.current ?? {}).length);
  const [fields, setFields] = useState<BotFields>({ ...base, ...journal.current });
  const [state, setState] = useState<SaveState>(restored > 0 ? { kind: "waiting" } : { kind: "saved" });
  const latest = useRef({ base, fields });
  latest.current = { base, fields };
  const running = useRef<Promise<void>>(undefined);

  const save = useCallback(async (): Promise<void> => {
    while (running.current) await running.current.catch(() => undefined);
    const { base: from, fields: edited } = latest.current;
    const changes = changesOf(from, edited);
    if (Object.keys(changes).length === 0) return;
    if (!isValid(edited)) {
      setState({ kind: "invalid" });
      throw new InvalidDraft();
    }
    setState({ kind: "saving" });
    const run = updateBot(id, changes, edited);
    running.current = run;
    try {
      await run;
      latest.current.base = { ...latest.current.base, ...changes };
      setBase(latest.current.base);
      const left = changesOf(latest.current.base, latest.current.fields);
      writeJournal(id, left);
      setState(Object.keys(left).length === 0 ? { kind: "saved", at: Date.now() } : { kind: "waiting" });
      queries.setQueryData(["bot", "OpenGetBotInfo", id], (before: Bot | undefined) => before && merged(before, edited));
    } catch (error) {
      setState({ kind: "failed", error });
      throw error;
    } finally {
      running.current = undefined;
    }
  }, [id]);

  const changes = useMemo(() => changesOf(base, fields), [base, fields]);
  const dirty = Object.keys(changes).length > 0;
  useEffect(() => {
    const keep = setTimeout(() => writeJournal(id, changes), JOURNAL_AFTER_MS);
    if (!dirty) setState((before) => (before.kind === "waiting" ? { kind: "saved" } : before));
    const send = dirty ? setTimeout(() => void save().catch(() => undefined), SAVE_AFTER_MS) : undefined;
    return () => {
      clearTimeout(keep);
      clearTimeout(send);
    };
  }, [id, changes, dirty, save]);

  useEffect(() => {
    const leave = () => {
      const left = changesOf(latest.current.base, latest.current.fields);
      writeJournal(id, left);
      if (Object.keys(left).length > 0) void save().catch(() => undefined);
    };
    const back = () => void save().catch(() => undefined);
    addEventListener("pagehide", leave);
    addEventListener("online", back);
    return () => {
      removeEventListener("pagehide", leave);
      removeEventListener("online", back);
      leave();
    };
  }, [id, save]);

  const edit = useCallback((change: Partial<BotFields>) => {
    setFields((before) => ({ ...before, ...change }));
    setState((before) => (before.kind === "saving" ? before : { kind: "waiting" }));
  }, []);

  // An ended sign-in was renewed over the page: what waited is saved now.
  const { status } = useSession();
  useEffect(() => {
    if (status === "in" && dirty) void save().catch(() => undefined);
  }, [status, save]);

  /** Back to what the server had when the page came; if the restored edits were saved meanwhile, that is saved too. */
  const discard = () => {
    setRestored(0);
    edit(first.current);
  };

  return { fields, edit, save, discard, dirty, restored, keep: () => setRestored(0), state };
}

/** The draft breaks a limit, so it is kept here and not sent. */
export class InvalidDraft extends Error {}

function merged(bot: Bot, fields: BotFields): Bot {
  return {
    ...bot,
    name: fields.name,
    description: fields.description,
    prompt_info: { ...bot.prompt_info, prompt: fields.prompt },
    onboarding_info: { prologue: fields.prologue, suggested_questions: fields.questions },
    model_info: { ...bot.model_info, model_id: fields.model },
    suggest_reply_info: { ...bot.suggest_reply_info, reply_mode: fields.suggest ? "enable" : "disable" },
  };
}
