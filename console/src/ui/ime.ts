import { useRef } from "react";

interface KeyLike {
  isComposing?: boolean;
  keyCode?: number;
  timeStamp: number;
}

/** Safari ends the composition before it reports the Enter that ended it; this is how far apart they lie, in ms. */
const SAME_PRESS_MS = 40;

/** Says whether a key belongs to an input method: then it must do nothing else. One guard for one field. */
export class ImeGuard {
  #open = false;
  #endedAt = Number.NEGATIVE_INFINITY;

  start(): void {
    this.#open = true;
  }

  end(timeStamp: number): void {
    this.#open = false;
    this.#endedAt = timeStamp;
  }

  composing(key: KeyLike): boolean {
    if (this.#open || key.isComposing === true) return true;
    return key.keyCode === 229 && key.timeStamp - this.#endedAt < SAME_PRESS_MS;
  }
}

/** The guard of a field, with the handlers to spread onto it or onto an element around it. */
export function useImeGuard() {
  const guard = useRef<ImeGuard>(null);
  guard.current ??= new ImeGuard();
  const ime = guard.current;
  return {
    field: {
      onCompositionStart: () => ime.start(),
      onCompositionEnd: (event: { timeStamp: number }) => ime.end(event.timeStamp),
    },
    composing: (event: { nativeEvent: KeyLike }) => ime.composing(event.nativeEvent),
  };
}
