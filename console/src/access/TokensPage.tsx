import { Button, Popconfirm } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { curlOf } from "../bot/snippets";
import type { CreatedToken, Token } from "../data/wire";
import { ago, day, useTexts } from "../i18n/texts";
import { CallButton } from "../ui/CallButton";
import { Empty } from "../ui/Empty";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Skeleton } from "../ui/Skeleton";
import { revokeToken, useTokens } from "./access.api";
import { CreateToken } from "./CreateToken";
import { TokenOnce } from "./TokenOnce";
import "./tokens.css";

const WARN_SECONDS = 7 * 86_400;

/** The person's API tokens: make, see what they reach, revoke. */
export function TokensPage() {
  const t = useTexts();
  const tokens = useTokens();
  const [params, setParams] = useSearchParams();
  const [made, setMade] = useState<CreatedToken>();
  const [problem, setProblem] = useState<unknown>();
  const items = tokens.data?.tokens ?? [];
  const none = tokens.isSuccess && items.length === 0;
  const create = (open: boolean) => setParams(open ? { create: "1" } : {});
  const button = (
    <Button type="primary" icon={<Plus size={16} />} onClick={() => create(true)}>
      {t("token.create")}
    </Button>
  );
  async function revoke(token: Token) {
    setProblem(undefined);
    await revokeToken(token.token_id).catch(setProblem);
  }
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{t("token.title")}</h1>
          <p className="muted">
            {t("token.what")}{" "}
            <a href="/docs/api" target="_blank" rel="noopener">
              {t("api.reference")}
            </a>
          </p>
        </div>
        <div className="row">
          <CallButton curl={curlOf("GET", "/pankou/v1/tokens")} />
          {!none && button}
        </div>
      </header>
      {problem !== undefined && <ErrorPanel error={problem} />}
      {tokens.isPending && <Skeleton rows={4} />}
      {tokens.isError && <ErrorPanel error={tokens.error} onRetry={() => void tokens.refetch()} />}
      {none && (
        <Empty title={t("token.empty")} what={t("token.empty.what")}>
          {button}
        </Empty>
      )}
      {items.length > 0 && (
        <div className="table-scroll tokens">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("token.name")}</th>
                <th scope="col">{t("token.permissions")}</th>
                <th scope="col">{t("token.spaces")}</th>
                <th scope="col">{t("token.created")}</th>
                <th scope="col">{t("token.days")}</th>
                <th scope="col">{t("token.used")}</th>
                <th scope="col">
                  <span className="sr-only">{t("token.revoke")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((token) => (
                <Row key={token.token_id} token={token} onRevoke={() => void revoke(token)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {params.has("create") && (
        <CreateToken
          onClose={() => create(false)}
          onMade={(token) => {
            create(false);
            setMade(token);
          }}
        />
      )}
      {made && <TokenOnce made={made} onClose={() => setMade(undefined)} />}
    </div>
  );
}

function Row({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const t = useTexts();
  const points = token.permissions.length;
  const spaces = token.workspace_ids.length;
  return (
    <tr>
      <th scope="row">{token.name}</th>
      <td>{points === 0 ? t("token.permissions.all") : t("token.permissions.n", { count: points })}</td>
      <td>{spaces === 0 ? t("token.spaces.all") : t("token.spaces.n", { count: spaces })}</td>
      <td data-label={t("token.created")}>{day(token.created_at)}</td>
      <td data-label={t("token.days")}>
        <Expiry at={token.expires_at} />
      </td>
      <td data-label={t("token.used")}>{token.last_used_at > 0 ? ago(token.last_used_at) : <span className="muted">{t("token.unused")}</span>}</td>
      <td className="cell-end">
        <Popconfirm
          title={t("token.revoke")}
          description={<p className="confirm-text">{t("token.revoke.what", { name: token.name })}</p>}
          okText={t("token.revoke")}
          okButtonProps={{ danger: true }}
          cancelText={t("ui.cancel")}
          placement="bottomRight"
          onConfirm={onRevoke}
        >
          <Button danger size="small" aria-label={t("token.revoke.of", { name: token.name })}>
            {t("token.revoke")}
          </Button>
        </Popconfirm>
      </td>
    </tr>
  );
}

function Expiry({ at }: { at: number }) {
  const t = useTexts();
  if (at === 0) return <>{t("token.never")}</>;
  const left = at - Date.now() / 1000;
  if (left <= 0) return <span className="is-error">{t("token.expired", { date: day(at) })}</span>;
  return left < WARN_SECONDS ? <span className="is-warning">{t("token.soon", { date: day(at) })}</span> : <>{day(at)}</>;
}
