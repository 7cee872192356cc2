import { session } from "./session";
import type { Envelope } from "./wire";

/** The codes the console itself reacts to (docs: error codes). */
export const CODE = { unauthenticated: 4100, forbidden: 4101, notFound: 4200, network: -1, unreadable: -2 } as const;

/** A call that did not succeed: the server said so, or did not answer at all ({@link CODE.network}). */
export class ApiFailure extends Error {
  override readonly name = "ApiFailure";

  constructor(
    readonly code: number,
    readonly msg: string,
    readonly logid: string,
    readonly status: number,
    readonly field?: string,
  ) {
    super(`${code} ${msg}`);
  }

  /** True where the same GET may succeed a moment later. */
  get passing(): boolean {
    return this.code === CODE.network || this.status >= 500 || this.status === 429;
  }
}

export interface CallInput {
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

export function address(path: string, query: CallInput["query"] = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) params.set(name, String(value));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/** Sends a request with CSRF token and language; answers the raw response, throws only when there is none. */
export async function send(method: string, path: string, input: CallInput = {}): Promise<Response> {
  const headers: Record<string, string> = { "Accept-Language": document.documentElement.lang, ...input.headers };
  if (method !== "GET") headers["X-Pankou-Csrf"] = session.csrfToken();
  const init: RequestInit = { method, headers, credentials: "same-origin", signal: input.signal ?? null };
  if (input.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(input.body);
  }
  try {
    return await fetch(address(path, input.query), init);
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
    throw new ApiFailure(CODE.network, "", "", 0);
  }
}

/** The envelope of an answer, or {@link ApiFailure} when code is not 0 or the status not 2xx. */
export async function readEnvelope<T>(response: Response): Promise<Envelope<T>> {
  const logid = response.headers.get("X-Tt-Logid") ?? "";
  let envelope: Envelope<T>;
  try {
    envelope = (await response.json()) as Envelope<T>;
    if (typeof envelope?.code !== "number") throw new TypeError("no code");
  } catch {
    throw new ApiFailure(CODE.unreadable, `HTTP ${response.status}`, logid, response.status);
  }
  if (envelope.code === 0 && response.ok) return envelope;
  if (response.status === 401) session.lapse();
  // The server names the field in detail; older texts begin with it: "field name is invalid: …".
  const field = envelope.detail?.field ?? /^field (\S+) is/.exec(envelope.msg)?.[1];
  throw new ApiFailure(envelope.code, envelope.msg, logid || (envelope.detail?.logid ?? ""), response.status, field);
}

export async function callEnvelope<T>(method: string, path: string, input?: CallInput): Promise<Envelope<T>> {
  return readEnvelope<T>(await send(method, path, input));
}

/** Calls an operation; the answer is the envelope's data. */
export async function call<T>(method: string, path: string, input?: CallInput): Promise<T> {
  return (await callEnvelope<T>(method, path, input)).data as T;
}

export function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  return new ApiFailure(CODE.unreadable, error instanceof Error ? error.message : String(error), "", 0);
}
