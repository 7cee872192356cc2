import { useSyncExternalStore } from "react";
import type { Session } from "./wire";

/** "lapsed" = was signed in, the server no longer agrees: a panel asks again over the page, edits stay. */
type State =
  | { status: "unknown"; session?: undefined }
  | { status: "out"; session?: undefined }
  | { status: "in" | "lapsed"; session: Session };

let state: State = { status: "unknown" };
const listeners = new Set<() => void>();

function become(next: State): void {
  state = next;
  listeners.forEach((listener) => listener());
}

export const session = {
  csrfToken: (): string => state.session?.csrf_token ?? "",
  enter: (entered: Session): void => become({ status: "in", session: entered }),
  leave: (): void => become({ status: "out" }),
  lapse: (): void => {
    if (state.status === "in") become({ status: "lapsed", session: state.session });
  },
};

export function useSession(): State {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );
}
