import { ArrowUp, Square } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useTexts } from "../i18n/texts";
import { TextArea } from "../ui/Field";
import { useImeGuard } from "../ui/ime";

interface Props {
  live: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
}

/** Enter sends, Shift Enter breaks the line, and an Enter that ends a composition does neither. */
export function Composer({ live, onSend, onStop }: Props) {
  const t = useTexts();
  const [text, setText] = useState("");
  const ime = useImeGuard();
  const form = useRef<HTMLFormElement>(null);
  const empty = text.trim() === "";

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (empty || live) return;
    onSend(text);
    setText("");
  }

  return (
    <form className="composer" ref={form} onSubmit={onSubmit}>
      <TextArea
        rows={1}
        aria-label={t("chat.input")}
        placeholder={t("chat.input.hint")}
        value={text}
        enterKeyHint="send"
        {...ime.field}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || ime.composing(event)) return;
          event.preventDefault();
          form.current?.requestSubmit();
        }}
      />
      {live ? (
        <button type="button" className="send-button" aria-label={t("chat.stop")} title={t("chat.stop")} onClick={onStop}>
          <Square size={16} fill="currentColor" />
        </button>
      ) : (
        <button type="submit" className="send-button" aria-label={t("chat.send")} title={t("chat.send")} disabled={empty}>
          <ArrowUp size={20} />
        </button>
      )}
    </form>
  );
}
