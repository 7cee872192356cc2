import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { call, readEnvelope, send } from "../data/call";
import { queries } from "../data/query";
import { readEvents, type ServerEvent } from "../data/sse";
import type {
  RunCanvas,
  RunDetail,
  RunPage,
  Traced,
  WorkflowCanvas,
  WorkflowDetail,
  WorkflowExport,
  WorkflowImported,
  WorkflowPage,
  WorkflowVersions,
} from "../data/wire";

export const PAGE_SIZE = 30;
/** A run under way is asked for again after so many ms: at first, and when nothing has happened for long. */
const POLL = { first: 500, longest: 5000, growth: 1.6 };
/** A run of so many nodes is asked for less often, in ms. */
const LARGE = { nodes: 500, first: 2000 };

/** The states of a run; "" = any. */
export const STATES = ["", "running", "interrupted", "success", "fail", "cancel"] as const;
export type RunState = (typeof STATES)[number];

const at = (workflow: string) => `/pankou/v1/workflows/${workflow}`;

export const workflowListQuery = (space: string, name: string, page: number) => ({
  workspace_id: space,
  publish_status: "all",
  name: name || undefined,
  page_num: page,
  page_size: PAGE_SIZE,
});

export const useWorkflows = (space: string, name: string) =>
  useInfiniteQuery({
    queryKey: ["workflow", "OpenAPIGetWorkflowList", space, name],
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) =>
      call<WorkflowPage>("GET", "/v1/workflows", { query: workflowListQuery(space, name, pageParam), signal }),
    getNextPageParam: (last, pages) => (last.has_more ? pages.length + 1 : undefined),
    placeholderData: keepPreviousData,
  });

export const useWorkflow = (id: string) =>
  useQuery({
    queryKey: ["workflow", "PankouGetWorkflow", id],
    queryFn: ({ signal }) => call<WorkflowDetail>("GET", at(id), { signal }),
  });

export const useVersions = (id: string) =>
  useInfiniteQuery({
    queryKey: ["workflow", "OpenAPIListVersion", id],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      call<WorkflowVersions>("GET", `/v1/workflows/${id}/versions`, {
        query: { page_size: PAGE_SIZE, publish_status: "all", page_token: pageParam || undefined },
        signal,
      }),
    getNextPageParam: (last) => (last.has_more ? last.next_page_token : undefined),
    select: (found) => found.pages.flatMap((page) => page.items).filter((version) => version.version !== ""),
  });

/** The canvas of a version, or of the draft ("draft"). */
export const useCanvas = (id: string, version: string) =>
  useQuery({
    queryKey: ["workflow", "PankouGetWorkflowCanvas", id, version],
    queryFn: ({ signal }) => call<WorkflowCanvas>("GET", `${at(id)}/canvas`, { query: { version }, signal }),
  });

export const useRuns = (id: string, status: RunState) =>
  useInfiniteQuery({
    queryKey: ["run", "PankouListRuns", id, status],
    initialPageParam: "",
    staleTime: 0,
    queryFn: ({ pageParam, signal }) =>
      call<RunPage>("GET", `${at(id)}/runs`, {
        query: { status: status || undefined, before: pageParam || undefined, page_size: PAGE_SIZE },
        signal,
      }),
    getNextPageParam: (last) => (last.has_more ? last.items.at(-1)?.execute_id : undefined),
    placeholderData: keepPreviousData,
  });

const runKey = (workflow: string, run: string) => ["run", "PankouGetRun", workflow, run];
export const runPath = (workflow: string, run: string) => `${at(workflow)}/runs/${run}`;

/** The wait before a run is asked for again; `unchanged` times it was the same. */
export function pollWait(unchanged: number, nodes: number): number {
  const first = nodes > LARGE.nodes ? LARGE.first : POLL.first;
  return Math.min(POLL.longest, first * POLL.growth ** unchanged);
}

/** A run without the values of its nodes; followed while it is not over and the page is seen. */
export function useRun(workflow: string, run: string) {
  const last = useRef<{ data: RunDetail | undefined; updates: number; unchanged: number }>({ data: undefined, updates: 0, unchanged: 0 });
  return useQuery({
    queryKey: runKey(workflow, run),
    queryFn: ({ signal }) => call<RunDetail>("GET", runPath(workflow, run), { query: { values: false }, signal }),
    staleTime: 0,
    refetchInterval: (query) => {
      const { data, dataUpdateCount } = query.state;
      if (!data || isOver(data.status)) return false;
      const seen = last.current;
      if (dataUpdateCount !== seen.updates) {
        // Equal answers keep their identity.
        last.current = { data, updates: dataUpdateCount, unchanged: data === seen.data ? seen.unchanged + 1 : 0 };
      }
      return pollWait(last.current.unchanged, data.nodes.length);
    },
  });
}

export const isOver = (status: string): boolean => status === "success" || status === "fail" || status === "cancel";

export const refreshRun = (workflow: string, run: string) => queries.invalidateQueries({ queryKey: runKey(workflow, run) });

/** One execution with its values; `mark` changes when there may be more to tell. */
export const useRunNode = (workflow: string, run: string, key: string, mark: string) =>
  useQuery({
    queryKey: ["run", "PankouGetRunNode", workflow, run, key, mark],
    queryFn: ({ signal }) => call<Traced>("GET", `${runPath(workflow, run)}/node`, { query: { key }, signal }),
    enabled: key !== "",
    placeholderData: (before) => (before?.key === key ? before : undefined),
  });

/** The canvas that the run went over; `sub` is the key of a sub-workflow node, "" = the run's own. */
export const useRunCanvas = (workflow: string, run: string, sub: string) =>
  useQuery({
    queryKey: ["run", "PankouGetRunCanvas", workflow, run, sub],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      call<RunCanvas>("GET", `${runPath(workflow, run)}/canvas`, { query: { key: sub || undefined }, signal }),
  });

export async function cancelRun(workflow: string, run: string): Promise<void> {
  await call("POST", `${runPath(workflow, run)}/cancel`);
  await refreshRun(workflow, run);
}

export interface Answer {
  workflow: string;
  event: string;
  type: number;
  data: string;
}

const answerBody = ({ workflow, event, type, data }: Answer) => ({
  workflow_id: workflow,
  event_id: event,
  interrupt_type: type,
  resume_data: data,
});

/** Answers a run that was not started by a stream; ends when the run stops again. */
export const answerRun = async (answer: Answer): Promise<void> => {
  await readEnvelope(await send("POST", "/v1/workflows/resume", { body: answerBody(answer) }));
};

/** The same for a run that was started by a stream; what the stream says is read from the run itself. */
export const answerStreamed = async (answer: Answer): Promise<void> => {
  for await (const event of events("/v1/workflow/stream_resume", answerBody(answer))) if (event.event === "Error") return;
};

export interface Trial {
  workflow: string;
  parameters: Record<string, unknown>;
  /** "draft", or a version. */
  version: string;
}

/** Runs a draft or a version; the events of its stream. */
export const tryOut = ({ workflow, parameters, version }: Trial, signal: AbortSignal, onBegun: (logid: string) => void) =>
  events(
    "/v1/workflow/stream_run",
    {
      workflow_id: workflow,
      parameters,
      ...(version === "draft" ? { execute_mode: "DEBUG" } : { workflow_version: version }),
    },
    signal,
    onBegun,
  );

/** How many of the newest runs under way are looked at for one that just began. */
const NEWEST = 5;

/** The run that a request began, while it goes on; "" = none. */
export async function runOfLogid(workflow: string, logid: string): Promise<string> {
  const { items } = await call<RunPage>("GET", `${at(workflow)}/runs`, { query: { status: "running", page_size: NEWEST } });
  for (const { execute_id } of items) {
    const { run } = await call<RunDetail>("GET", runPath(workflow, execute_id), { query: { values: false } });
    if (run.logid === logid) return execute_id;
  }
  return "";
}

export const answerTrial = (answer: Answer, signal: AbortSignal) =>
  events("/v1/workflow/stream_resume", answerBody(answer), signal);

async function* events(path: string, body: unknown, signal?: AbortSignal, onBegun?: (logid: string) => void): AsyncGenerator<ServerEvent> {
  const response = await send("POST", path, { body, ...(signal ? { signal } : {}) });
  if (!response.body || !response.headers.get("Content-Type")?.startsWith("text/event-stream")) {
    await readEnvelope(response);
    return;
  }
  onBegun?.(response.headers.get("X-Tt-Logid") ?? "");
  yield* readEvents(response.body);
}

export interface Import {
  space: string;
  name: string;
  /** JSON text of a canvas or an export. */
  canvas?: string;
  /** A ZIP as base64. */
  file?: string;
  ids?: Record<string, string>;
}

export async function importWorkflow({ space, name, canvas, file, ids }: Import): Promise<WorkflowImported> {
  const body = { workspace_id: space, name: name.trim() || undefined, canvas, file, ids };
  const made = await call<WorkflowImported>("POST", "/pankou/v1/workflows/import", { body });
  void queries.invalidateQueries({ queryKey: ["workflow", "OpenAPIGetWorkflowList"] });
  return made;
}

/** Imports the same again with our ids for foreign ones; what the first import made gives way to it. */
export async function importAgain(again: Import, before: WorkflowImported): Promise<WorkflowImported> {
  const made = await importWorkflow(again);
  for (const { workflow_id } of [before, ...before.sub_workflows]) {
    await call("DELETE", at(workflow_id), { query: { force: true } });
  }
  void queries.invalidateQueries({ queryKey: ["workflow", "OpenAPIGetWorkflowList"] });
  return made;
}

/** Fetches an export and hands it to the browser as a file. */
export async function exportWorkflow(id: string, format: "canvas" | "clipboard" | "flow", version: string): Promise<void> {
  const { file_name, content } = await call<WorkflowExport>("GET", `${at(id)}/export`, { query: { format, version } });
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = file_name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export async function createWorkflow(space: string, name: string): Promise<string> {
  const made = await call<{ workflow_id: string }>("POST", "/pankou/v1/workflows", { body: { workspace_id: space, name } });
  void queries.invalidateQueries({ queryKey: ["workflow", "OpenAPIGetWorkflowList"] });
  return made.workflow_id;
}

/** Where a workflow's page or one of its runs is. */
export function workflowAddress(space: string, workflow: string, more: Record<string, string> = {}): string {
  return `/work_flow?${new URLSearchParams({ ...more, space_id: space, workflow_id: workflow })}`;
}
