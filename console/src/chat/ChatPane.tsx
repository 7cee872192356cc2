import Conversations from "@ant-design/x/es/conversations";
import { Button } from "antd";
import { ArrowDown, Eraser, History, MessageSquarePlus, Trash2 } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { useSession } from "../data/session";
import { ago, useTexts } from "../i18n/texts";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Markdown } from "../ui/Markdown";
import { Menu } from "../ui/Menu";
import { Skeleton } from "../ui/Skeleton";
import { clearContext, deleteConversation, useConversations } from "./chat.api";
import { Composer } from "./Composer";
import { Suggestions } from "./Suggestions";
import { TurnView } from "./TurnView";
import { useChat } from "./useChat";
import "./chat.css";

interface Props {
  bot: string;
  prologue: string;
  questions: string[];
  avatar: ReactNode;
  beforeSend: () => Promise<void>;
}

/** How close to the end, in px, still counts as reading the end. */
const AT_END = 48;

/** Talks with the draft. The conversation is in the address (`?c=`), so that a reload keeps it. */
export function ChatPane({ bot, prologue, questions, avatar, beforeSend }: Props) {
  const t = useTexts();
  const user = useSession().session?.user;
  const [params, setParams] = useSearchParams();
  const conversation = params.get("c") ?? "";
  const [problem, setProblem] = useState<unknown>();
  const [cleared, setCleared] = useState(false);
  const open = useCallback(
    (id: string, replace: boolean) =>
      setParams(
        (before) => {
          if (id) before.set("c", id);
          else before.delete("c");
          return before;
        },
        { replace },
      ),
    [setParams],
  );
  const chat = useChat({
    bot,
    user: user?.user_id ?? "",
    conversation,
    onConversation: (id) => open(id, true),
    beforeSend,
  });
  useEffect(() => {
    setProblem(undefined);
    setCleared(false);
  }, [conversation]);

  const ask = (text: string) => {
    setCleared(false);
    end.stay();
    void chat.ask(text);
  };
  const end = useEnd(chat.turns, cleared);
  const greeting = prologue.replaceAll("{{user_name}}", user?.nick_name || user?.user_name || "");
  const presets = questions.filter((question) => question.trim() !== "");
  const fresh = !chat.loading && chat.error === undefined && chat.turns.length === 0;

  async function attempt(act: () => Promise<unknown>) {
    setProblem(undefined);
    try {
      await act();
    } catch (caught) {
      setProblem(caught);
    }
  }

  return (
    <section className="chat" aria-label={t("chat.title")}>
      <header className="chat-head">
        <h2>{t("chat.title")}</h2>
        <div className="row">
          {conversation && chat.turns.length > 0 && (
            <>
              <button
                type="button"
                className="icon-button"
                aria-label={t("chat.clear")}
                title={t("chat.clear")}
                disabled={chat.live}
                onClick={() => void attempt(() => clearContext(conversation).then(() => setCleared(true)))}
              >
                <Eraser size={20} />
              </button>
              <button
                type="button"
                className="icon-button"
                aria-label={t("chat.delete")}
                title={t("chat.delete")}
                disabled={chat.live}
                onClick={() => void attempt(() => deleteConversation(bot, conversation).then(() => open("", true)))}
              >
                <Trash2 size={20} />
              </button>
            </>
          )}
          <ConversationMenu bot={bot} conversation={conversation} onOpen={(id) => open(id, false)} />
          <button
            type="button"
            className="icon-button"
            aria-label={t("chat.new")}
            title={t("chat.new")}
            onClick={() => open("", false)}
          >
            <MessageSquarePlus size={20} />
          </button>
        </div>
      </header>
      <div className="chat-scroll" ref={end.scroller} onScroll={end.onScroll}>
        <div className="chat-log" role="log" aria-label={t("chat.log")} aria-busy={chat.live}>
          {chat.hasOlder && (
            <Button size="small" className="more" onClick={() => void chat.loadOlder()}>
              {t("chat.earlier")}
            </Button>
          )}
          {chat.loading && <Skeleton rows={3} />}
          {chat.error !== undefined && <ErrorPanel error={chat.error} onRetry={chat.reload} />}
          {fresh && (
            <div className="greeting">
              {avatar}
              {greeting ? <Markdown text={greeting} /> : <p className="muted">{t("chat.empty")}</p>}
              {presets.length > 0 && <Suggestions questions={presets} onAsk={ask} />}
            </div>
          )}
          {chat.turns.map((turn, at) => {
            const before = chat.turns[at - 1]?.sectionId;
            return (
              <div key={turn.key}>
                {before && turn.sectionId && before !== turn.sectionId && <Divider />}
                <TurnView
                  turn={turn}
                  conversation={conversation}
                  last={at === chat.turns.length - 1}
                  onAgain={(again, text) => {
                    end.stay();
                    void chat.askAgain(again, text);
                  }}
                  onAsk={ask}
                />
              </div>
            );
          })}
          {cleared && <Divider />}
          {chat.resuming && (
            <p className="muted small" role="status">
              {t("chat.resuming")}
            </p>
          )}
        </div>
      </div>
      {problem !== undefined && <ErrorPanel error={problem} />}
      <div className="chat-foot">
        {end.away && (
          <button type="button" className="to-end" aria-label={t("chat.bottom")} title={t("chat.bottom")} onClick={end.stay}>
            <ArrowDown size={16} />
          </button>
        )}
        <Composer live={chat.live} onSend={ask} onStop={() => void chat.stop()} />
      </div>
    </section>
  );
}

function Divider() {
  const t = useTexts();
  return (
    <p className="divider small muted" role="separator">
      <span>{t("chat.cleared")}</span>
    </p>
  );
}

function ConversationMenu({ bot, conversation, onOpen }: { bot: string; conversation: string; onOpen: (id: string) => void }) {
  const t = useTexts();
  const found = useConversations(bot);
  const items = (found.data?.conversations ?? []).map(({ id, name, updated_at }) => ({
    key: id,
    label: (
      <>
        <span className="menu-label">{name || t("chat.untitled")}</span> <span className="small muted">{ago(updated_at)}</span>
      </>
    ),
    // Conversations has no roles and no keys of its own: these, and the Menu around it.
    role: "menuitemradio",
    "aria-checked": id === conversation,
    tabIndex: -1,
  }));
  const list = (id: string, close: () => void) => (
    <Conversations
      id={id}
      role="menu"
      aria-label={t("chat.history")}
      className="conversations"
      items={items}
      activeKey={conversation}
      onActiveChange={(key) => {
        close();
        onOpen(key);
      }}
    />
  );
  return (
    <Menu
      name={t("chat.history")}
      align="end"
      trigger={<History size={20} />}
      list={items.length > 0 ? list : undefined}
      empty={t("chat.history.none")}
      onOpen={() => void found.refetch()}
    />
  );
}

/** Scroll follows the text only while its end is in sight. */
function useEnd(turns: unknown, cleared: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [away, setAway] = useState(false);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && following.current) box.scrollTop = box.scrollHeight;
  }, [turns, cleared]);
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // A pane shown again, or made smaller, goes back to the end it was following.
    const resized = new ResizeObserver(() => {
      if (following.current) box.scrollTop = box.scrollHeight;
    });
    resized.observe(box);
    return () => resized.disconnect();
  }, []);
  const onScroll = () => {
    const box = scroller.current;
    if (!box || box.clientHeight === 0) return;
    following.current = box.scrollHeight - box.scrollTop - box.clientHeight < AT_END;
    setAway(!following.current);
  };
  const stay = () => {
    following.current = true;
    setAway(false);
    if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  };
  return { scroller, onScroll, stay, away };
}
