import { useTexts } from "../i18n/texts";

/** The final shape in grey, seen after 150 ms (CSS delays it). */
export function Skeleton({ rows = 3, kind = "rows" }: { rows?: number; kind?: "rows" | "cards" | "page" }) {
  const t = useTexts();
  return (
    <div className={`skeleton skeleton-${kind}`} role="status" aria-label={t("app.loading")}>
      {Array.from({ length: rows }, (_, at) => (
        <div key={at} className="skeleton-part" />
      ))}
    </div>
  );
}
