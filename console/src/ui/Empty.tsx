import type { ReactNode } from "react";
import { Mark } from "./Mark";

/** Nothing here yet: what this is, and the way to the first one. */
export function Empty({ title, what, children }: { title: string; what: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <span className="empty-mark">
        <Mark size={48} />
      </span>
      <h2>{title}</h2>
      <p>{what}</p>
      {children}
    </div>
  );
}
