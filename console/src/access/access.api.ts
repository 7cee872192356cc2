import { useQuery } from "@tanstack/react-query";
import { call, readEnvelope, send } from "../data/call";
import { session } from "../data/session";
import { queries } from "../data/query";
import type { CreatedToken, Permissions, Session, TokenCreation, Tokens, WorkspacePage } from "../data/wire";

export interface SetupInput {
  key: string;
  name: string;
  password: string;
  language: string;
}

export async function setUp(input: SetupInput): Promise<void> {
  session.enter(await call<Session>("POST", "/pankou/v1/setup", { body: input }));
}

export async function signIn(name: string, password: string): Promise<void> {
  session.enter(await call<Session>("POST", "/pankou/v1/sign_in", { body: { name, password } }));
  await queries.invalidateQueries();
}

export async function signOut(): Promise<void> {
  await call("POST", "/pankou/v1/sign_out");
  queries.clear();
  session.leave();
}

/** Asks the server who we are; any failure but "not signed in" is thrown. */
export async function findSession(): Promise<void> {
  const response = await send("GET", "/pankou/v1/session");
  if (response.status === 401) return session.leave();
  session.enter((await readEnvelope<Session>(response)).data as Session);
}

export const useWorkspaces = () =>
  useQuery({
    queryKey: ["workspace", "ListWorkspaces"],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      call<WorkspacePage>("GET", "/v1/workspaces", { query: { page_num: 1, page_size: 50 }, signal }),
  });

const TOKENS = ["access", "+token"];

export const useTokens = () =>
  useQuery({
    queryKey: TOKENS,
    queryFn: ({ signal }) => call<Tokens>("GET", "/pankou/v1/tokens", { signal }),
  });

export const usePermissions = () =>
  useQuery({
    queryKey: ["access", "+permissions"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => call<Permissions>("GET", "/pankou/v1/permissions", { signal }),
  });

export async function createToken(input: TokenCreation): Promise<CreatedToken> {
  const created = await call<CreatedToken>("POST", "/pankou/v1/tokens", { body: input });
  void queries.invalidateQueries({ queryKey: TOKENS });
  return created;
}

export async function revokeToken(id: string): Promise<void> {
  await call("DELETE", `/pankou/v1/tokens/${id}`);
  await queries.invalidateQueries({ queryKey: TOKENS });
}
