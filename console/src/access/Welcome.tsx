import type { ReactNode } from "react";
import { Preferences } from "../app/Preferences";
import { useTexts } from "../i18n/texts";
import { Mark } from "../ui/Mark";

/** The frame of the pages before the shell. */
export function Welcome({ title, what, children }: { title: string; what?: string; children: ReactNode }) {
  const t = useTexts();
  return (
    <div className="welcome">
      <header className="welcome-head">
        <Preferences />
      </header>
      <main className="welcome-main">
        <div className="welcome-brand">
          <Mark size={44} />
          <span className="welcome-word" lang="zh">
            盘扣
          </span>
          <span className="welcome-word-en">Pankou</span>
        </div>
        <section className="welcome-card" aria-labelledby="welcome-title">
          <h1 id="welcome-title">{title}</h1>
          {what && <p className="muted">{what}</p>}
          {children}
        </section>
        <p className="muted welcome-slogan">{t("access.slogan")}</p>
      </main>
    </div>
  );
}
