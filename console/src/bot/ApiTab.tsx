import { useState } from "react";
import { Link } from "react-router";
import { useSession } from "../data/session";
import { useTexts } from "../i18n/texts";
import { Code } from "../ui/Code";
import { CopyButton } from "../ui/CopyButton";
import { Tabs } from "../ui/Tabs";
import { SNIPPETS, type SnippetLanguage } from "./snippets";

interface Props {
  bot: string;
  space: string;
  published: boolean;
  question: string | undefined;
}

/** How programs call this agent. */
export function ApiTab({ bot, space, published, question }: Props) {
  const t = useTexts();
  const user = useSession().session?.user.user_id ?? "user-1";
  const [language, setLanguage] = useState<SnippetLanguage>("curl");
  const snippet = SNIPPETS.find((one) => one.language === language);
  const input = { origin: location.origin, bot, user, question: question || t("api.question") };
  return (
    <div className="api-tab">
      <h2>{t("api.title")}</h2>
      <p className="muted">
        {t("api.what")}{" "}
        <a href="/docs/api" target="_blank" rel="noopener">
          {t("api.reference")}
        </a>
      </p>
      {!published && (
        <p className="notice is-warning" role="status">
          {t("api.notPublished")}
        </p>
      )}
      <dl className="facts">
        <Fact name={t("api.base")} value={location.origin} />
        <Fact name={t("api.botId")} value={bot} />
      </dl>
      <ol className="steps">
        <li>
          <p>
            <Link to={`/space/${space}/api`}>{t("api.step.token")}</Link> {t("api.step.token.what")}
          </p>
        </li>
        <li>
          <p>{t("api.step.run")}</p>
          <Tabs
            name={t("api.step.run")}
            id="snippet"
            active={language}
            tabs={SNIPPETS.map((one) => ({ key: one.language, label: one.label }))}
            onChange={setLanguage}
          />
          {snippet && (
            <div role="tabpanel" id={`snippet-panel-${language}`} aria-labelledby={`snippet-tab-${language}`}>
              {snippet.install && <Code text={snippet.install} what={t("api.install")} />}
              <Code text={snippet.code(input)} what={snippet.label} />
            </div>
          )}
        </li>
      </ol>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
        <CopyButton text={value} what={name} />
      </dd>
    </div>
  );
}
