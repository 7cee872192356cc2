import { Ban, CircleAlert, CircleCheck, CircleDashed, CircleX, Hand, LoaderCircle, type LucideIcon } from "lucide-react";
import { useTexts } from "../i18n/texts";

const ICONS: Record<string, { Icon: LucideIcon; tone: string }> = {
  success: { Icon: CircleCheck, tone: "is-success" },
  warning: { Icon: CircleAlert, tone: "is-warning" },
  fail: { Icon: CircleX, tone: "is-error" },
  cancel: { Icon: Ban, tone: "muted" },
  running: { Icon: LoaderCircle, tone: "is-primary" },
  waiting: { Icon: Hand, tone: "is-warning" },
  interrupted: { Icon: Hand, tone: "is-warning" },
};
const UNKNOWN = { Icon: CircleDashed, tone: "muted" };

/** The state of a run or a node: icon, word and colour; `bare` leaves the word to screen readers. */
export function State({ status, bare = false }: { status: string; bare?: boolean }) {
  const word = useStateWord()(status);
  const { Icon, tone } = ICONS[status] ?? UNKNOWN;
  return (
    <span className={`run-state ${tone}`} title={bare ? word : undefined}>
      <Icon size={16} aria-hidden="true" className={status === "running" ? "wheel" : undefined} />
      <span className={bare ? "sr-only" : undefined}>{word}</span>
    </span>
  );
}

export function useStateWord(): (status: string) => string {
  const t = useTexts();
  return (status) => (status in ICONS ? t(`run.state.${status as "success"}`) : t("run.state.none"));
}
