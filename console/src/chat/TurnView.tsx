import Actions from "@ant-design/x/es/actions";
import Bubble from "@ant-design/x/es/bubble";
import { Button } from "antd";
import { Pencil, RotateCw, ThumbsDown, ThumbsUp, Wrench } from "lucide-react";
import { memo, useState } from "react";
import { count, useTexts } from "../i18n/texts";
import { CopyButton } from "../ui/CopyButton";
import { ErrorPanel, Logid } from "../ui/ErrorPanel";
import { TextArea } from "../ui/Field";
import { useImeGuard } from "../ui/ime";
import { Mark } from "../ui/Mark";
import { Markdown } from "../ui/Markdown";
import { rate } from "./chat.api";
import { Suggestions } from "./Suggestions";
import { isLive, type Turn } from "./turn";

interface Props {
  turn: Turn;
  conversation: string;
  /** Only the last turn can be asked again: what follows would lose its ground. */
  last: boolean;
  onAgain: (turn: Turn, text?: string) => void;
  onAsk: (text: string) => void;
}

/** A question, its answer, and what can be done with both. */
export const TurnView = memo(({ turn, conversation, last, onAgain, onAsk }: Props) => {
  const live = isLive(turn);
  const retry = last ? () => onAgain(turn) : undefined;
  return (
    <article className="turn">
      {turn.question && <Question turn={turn} canEdit={last && !live} onAgain={onAgain} />}
      <Bubble
        className="answer"
        variant="borderless"
        streaming={live}
        content={turn}
        contentRender={(shown) => <Answers turn={shown} onRetry={retry} />}
        footer={!live && <Foot turn={turn} conversation={conversation} last={last} onAgain={onAgain} />}
      />
      {last && !live && turn.followUps.length > 0 && <Suggestions questions={turn.followUps} onAsk={onAsk} />}
    </article>
  );
});

function Answers({ turn, onRetry }: { turn: Turn; onRetry?: (() => void) | undefined }) {
  const t = useTexts();
  const live = isLive(turn);
  const text = textOf(turn);
  return (
    <>
      {turn.tools.map((tool, at) => (
        <p key={at} className="tool small muted">
          <Wrench size={16} aria-hidden="true" /> {t("chat.tool", { name: tool })}
        </p>
      ))}
      {turn.answers.map((answer) => (
        <div key={answer.id}>
          <span className="sr-only">{t("chat.agent")}: </span>
          {answer.reasoning && (
            <details className="reasoning" open={live && answer.text === ""}>
              <summary>{live && answer.text === "" ? t("chat.thinking") : t("chat.thought")}</summary>
              <Markdown text={answer.reasoning} />
            </details>
          )}
          <Markdown text={answer.text} />
        </div>
      ))}
      {live && text === "" && (
        <p className="working muted" role="status">
          <Mark size={22} working /> {t("chat.thinking")}
        </p>
      )}
      {turn.state === "done" && turn.answers.length === 0 && <p className="muted small">{t("chat.unanswered")}</p>}
      {turn.state === "stopped" && <p className="muted small">{t("chat.stopped")}</p>}
      {turn.state === "failed" && <ErrorPanel error={turn.failure} title={t("chat.failed")} onRetry={onRetry} />}
    </>
  );
}

const textOf = (turn: Turn): string => turn.answers.map((answer) => answer.text).join("\n\n");

/** The items of Actions are no buttons, so each brings its own. */
function Foot({ turn, conversation, last, onAgain }: Omit<Props, "onAsk">) {
  const t = useTexts();
  const text = textOf(turn);
  const items = [];
  if (text) items.push({ key: "copy", actionRender: <CopyButton text={text} what={t("chat.copy")} /> });
  if (last && turn.question && turn.state !== "failed") {
    const again = (
      <button
        type="button"
        className="icon-button icon-button-small"
        aria-label={t("chat.regenerate")}
        title={t("chat.regenerate")}
        onClick={() => onAgain(turn)}
      >
        <RotateCw size={16} />
      </button>
    );
    items.push({ key: "again", actionRender: again });
  }
  if (text && turn.chatId) {
    const message = turn.answers.at(-1)?.id ?? "";
    items.push({ key: "rate", actionRender: <Rating conversation={conversation} message={message} /> });
  }
  return (
    <div className="turn-foot">
      {items.length > 0 && <Actions className="actions" items={items} />}
      <Figures turn={turn} />
    </div>
  );
}

function Question({ turn, canEdit, onAgain }: { turn: Turn; canEdit: boolean; onAgain: Props["onAgain"] }) {
  const t = useTexts();
  const [edited, setEdited] = useState<string>();
  const ime = useImeGuard();
  if (edited === undefined) {
    return (
      <Bubble
        className="question"
        placement="end"
        shape="corner"
        content={turn.question}
        contentRender={(question) => (
          <>
            <span className="sr-only">{t("chat.you")}: </span>
            {question}
          </>
        )}
        extra={
          canEdit && (
            <button
              type="button"
              className="icon-button icon-button-small quiet"
              aria-label={t("chat.edit")}
              title={t("chat.edit")}
              onClick={() => setEdited(turn.question)}
            >
              <Pencil size={16} />
            </button>
          )
        }
      />
    );
  }
  const send = () => {
    if (edited.trim() !== "") onAgain(turn, edited);
  };
  return (
    <div className="question-edit">
      <TextArea
        autoFocus
        aria-label={t("chat.edit.label")}
        value={edited}
        {...ime.field}
        onChange={(event) => setEdited(event.target.value)}
        onKeyDown={(event) => {
          if (ime.composing(event)) return;
          if (event.key === "Escape") setEdited(undefined);
          if (event.key !== "Enter" || event.shiftKey) return;
          event.preventDefault();
          send();
        }}
      />
      <div className="row row-end">
        <Button size="small" onClick={() => setEdited(undefined)}>
          {t("ui.cancel")}
        </Button>
        <Button size="small" type="primary" onClick={send}>
          {t("chat.send")}
        </Button>
      </div>
    </div>
  );
}

function Rating({ conversation, message }: { conversation: string; message: string }) {
  const t = useTexts();
  const [given, setGiven] = useState<"like" | "unlike" | "">("");
  const give = (wanted: "like" | "unlike") => {
    const before = given;
    const next = given === wanted ? "" : wanted;
    setGiven(next);
    rate(conversation, message, next).catch(() => setGiven(before));
  };
  const ratings = [
    { kind: "like", name: t("chat.like"), Icon: ThumbsUp },
    { kind: "unlike", name: t("chat.unlike"), Icon: ThumbsDown },
  ] as const;
  return ratings.map(({ kind, name, Icon }) => (
    <button
      key={kind}
      type="button"
      className="icon-button icon-button-small"
      aria-label={name}
      title={name}
      aria-pressed={given === kind}
      onClick={() => give(kind)}
    >
      <Icon size={16} fill={given === kind ? "currentColor" : "none"} />
    </button>
  ));
}

function Figures({ turn }: { turn: Turn }) {
  const t = useTexts();
  const { usage, tookMs, logid } = turn;
  return (
    <span className="figures small muted">
      {tookMs !== undefined && <span>{t("chat.seconds", { seconds: (tookMs / 1000).toFixed(1) })}</span>}
      {usage && usage.token_count > 0 && (
        <span>
          {t("chat.tokens", {
            total: count(usage.token_count),
            input: count(usage.input_count),
            output: count(usage.output_count),
          })}
        </span>
      )}
      {logid && turn.state !== "failed" && <Logid logid={logid} />}
    </span>
  );
}
