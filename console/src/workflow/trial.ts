import type { ServerEvent } from "../data/sse";
import type { InterruptData } from "../data/wire";

/** One message of a streamed run: what End or an output node says, piece by piece. */
export interface Said {
  /** Names the execution of the node. */
  key: string;
  title: string;
  text: string;
  finished: boolean;
}

/** What a stream of a run has told so far. */
export interface Trial {
  said: Said[];
  /** Id of the run, once it is known. */
  run: string;
  interrupt?: InterruptData;
  failure?: { code: number; message: string };
  done: boolean;
}

export const NEW_TRIAL: Trial = { said: [], run: "", done: false };

interface Data {
  content?: string;
  node_title?: string;
  node_execute_uuid?: string;
  node_is_finish?: boolean;
  interrupt_data?: InterruptData;
  debug_url?: string;
  error_code?: number;
  error_message?: string;
}

const runOf = (data: Data): string =>
  /[?&]execute_id=(\d+)/.exec(data.debug_url ?? "")?.[1] ?? data.interrupt_data?.event_id.split("/")[0] ?? "";

/** The trial after one more event (BEHAVIOUR 2.4); events that say nothing leave it as it is. */
export function after(trial: Trial, { event, data: text }: ServerEvent): Trial {
  if (event === "PING") return trial;
  const data = JSON.parse(text) as Data;
  const run = runOf(data) || trial.run;
  switch (event) {
    case "Message":
      return { ...trial, said: say(trial.said, data) };
    case "Interrupt":
      return { ...trial, run, ...(data.interrupt_data ? { interrupt: data.interrupt_data } : {}) };
    case "Error":
      return { ...trial, run, failure: { code: data.error_code ?? 0, message: data.error_message ?? "" } };
    case "Done":
      return { ...trial, run, done: true };
    default:
      return trial;
  }
}

function say(said: Said[], data: Data): Said[] {
  // A question has no execution to be named by, and stands in the form that answers it.
  if (data.node_execute_uuid === undefined) return said;
  const key = data.node_execute_uuid;
  const at = said.findIndex((one) => one.key === key);
  const before = said[at];
  const next: Said = {
    key,
    title: data.node_title ?? before?.title ?? "",
    text: (before?.text ?? "") + (data.content ?? ""),
    finished: data.node_is_finish === true,
  };
  return before ? said.with(at, next) : [...said, next];
}

/** The trial that goes on after an answer. */
export function answered({ said, run }: Trial): Trial {
  return { said, run, done: false };
}
