import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { call } from "../data/call";
import { queries } from "../data/query";
import type { Bot, BotChange, BotCreated, BotCreation, BotPage, BotPublished, Models, VersionPage } from "../data/wire";

export const PAGE_SIZE = 20;
/** The channels of the first release: API and Chat SDK. */
const CHANNELS = ["1024", "999"];

/** Limits of CreateDraftBot, in characters. */
export const LIMIT = { name: 20, description: 500, prompt: 20_000, prologue: 300, question: 50 } as const;

export type Filter = "all" | "published" | "draft";
const STATUS: Record<Filter, string> = { all: "all", published: "published_online", draft: "unpublished_draft" };

export const botListQuery = (space: string, filter: Filter, page: number) => ({
  workspace_id: space,
  publish_status: STATUS[filter],
  page_num: page,
  page_size: PAGE_SIZE,
});

export const useBots = (space: string, filter: Filter) =>
  useInfiniteQuery({
    queryKey: ["bot", "OpenGetBotList", space, filter],
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) =>
      call<BotPage>("GET", "/v1/bots", { query: botListQuery(space, filter, pageParam), signal }),
    getNextPageParam: (last, pages) => (pages.length * PAGE_SIZE < last.total ? pages.length + 1 : undefined),
  });

const botKey = (id: string) => ["bot", "OpenGetBotInfo", id];

export const useBot = (id: string) =>
  useQuery({
    queryKey: botKey(id),
    queryFn: ({ signal }) => call<Bot>("GET", `/v1/bots/${id}`, { query: { is_published: false }, signal }),
  });

/** The version that answers calls; "" = never published. The draft itself does not tell. */
export const useVersion = (id: string) =>
  useQuery({
    queryKey: ["bot", "OpenListBotVersions", id],
    queryFn: ({ signal }) => call<VersionPage>("GET", `/v1/bots/${id}/versions`, { query: { page_size: 1 }, signal }),
    select: (page) => page.items[0]?.version ?? "",
  });

export const useModels = () =>
  useQuery({
    queryKey: ["model", "+model"],
    staleTime: 60_000,
    queryFn: ({ signal }) => call<Models>("GET", "/pankou/v1/models", { signal }),
  });

/** What the editor edits; each field is one part of the draft. */
export interface BotFields {
  name: string;
  description: string;
  prompt: string;
  model: string;
  prologue: string;
  questions: string[];
  suggest: boolean;
}

export function fieldsOf(bot: Bot): BotFields {
  return {
    name: bot.name,
    description: bot.description ?? "",
    prompt: bot.prompt_info?.prompt ?? "",
    model: bot.model_info?.model_id ?? "",
    prologue: bot.onboarding_info?.prologue ?? "",
    questions: bot.onboarding_info?.suggested_questions ?? [],
    suggest: (bot.suggest_reply_info?.reply_mode ?? "enable") !== "disable",
  };
}

/**
 * The body of create and update for the given fields; fields that are not given stay as they are on the server,
 * so a colleague's edit of another field is not overwritten. Opening text and questions are one field on the wire.
 */
export function bodyOf(changes: Partial<BotFields>, whole: BotFields): Omit<BotChange, "bot_id"> {
  const body: Omit<BotChange, "bot_id"> = {};
  if (changes.name !== undefined) body.name = changes.name.trim();
  if (changes.description !== undefined) body.description = changes.description;
  if (changes.prompt !== undefined) body.prompt_info = { prompt: changes.prompt };
  if (changes.model) body.model_info_config = { model_id: changes.model };
  if (changes.prologue !== undefined || changes.questions !== undefined) {
    const questions = whole.questions.map((question) => question.trim()).filter((question) => question !== "");
    body.onboarding_info = { prologue: whole.prologue, suggested_questions: questions };
  }
  if (changes.suggest !== undefined) body.suggest_reply_info = { reply_mode: changes.suggest ? "enable" : "disable" };
  return body;
}

export async function createBot(space: string, fields: BotFields): Promise<string> {
  const body: BotCreation = { space_id: space, ...bodyOf(fields, fields), name: fields.name.trim() };
  const { bot_id } = await call<BotCreated>("POST", "/v1/bot/create", { body });
  void queries.invalidateQueries({ queryKey: ["bot", "OpenGetBotList"] });
  return bot_id;
}

export async function updateBot(id: string, changes: Partial<BotFields>, whole: BotFields): Promise<void> {
  await call("POST", "/v1/bot/update", { body: { bot_id: id, ...bodyOf(changes, whole) } });
  void queries.invalidateQueries({ queryKey: ["bot", "OpenGetBotList"] });
}

export async function publishBot(id: string): Promise<string> {
  const { version } = await call<BotPublished>("POST", "/v1/bot/publish", {
    body: { bot_id: id, connector_ids: CHANNELS },
  });
  void queries.invalidateQueries({ queryKey: ["bot"] });
  return version;
}
