import Sender, { type SenderProps } from "@ant-design/x/es/sender";
import { ArrowUp, Square } from "lucide-react";
import { type ComponentProps, type Ref, useImperativeHandle, useRef, useState } from "react";
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

  function onSubmit(sent: string) {
    if (sent.trim() === "") return;
    onSend(sent);
    setText("");
  }

  return (
    <div className="composer" {...ime.field}>
      <Sender
        value={text}
        placeholder={t("chat.input.hint")}
        loading={live}
        autoSize={false}
        components={PARTS}
        onChange={setText}
        onSubmit={onSubmit}
        onCancel={onStop}
        onKeyDown={(event) => (ime.composing(event) ? false : undefined)}
        suffix={(_, { components: { SendButton, LoadingButton } }) =>
          live ? (
            <LoadingButton
              aria-label={t("chat.stop")}
              title={t("chat.stop")}
              variant="solid"
              icon={<Square size={16} fill="currentColor" />}
            />
          ) : (
            <SendButton
              aria-label={t("chat.send")}
              title={t("chat.send")}
              disabled={text.trim() === ""}
              icon={<ArrowUp size={20} />}
            />
          )
        }
      />
    </div>
  );
}

type FieldProps = ComponentProps<"textarea"> & { value: string; autoSize?: unknown; variant?: unknown };

/** Ours in the Sender's place: antd's measures its height with a style attribute, which the CSP refuses. */
function MessageField({ autoSize: _, variant: __, ref, ...props }: Omit<FieldProps, "ref"> & { ref?: Ref<unknown> }) {
  const t = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  // What the Sender asks of antd's field.
  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    blur: () => field.current?.blur(),
    resizableTextArea: { textArea: field.current },
  }));
  return <TextArea {...props} ref={field} rows={1} aria-label={t("chat.input")} enterKeyHint="send" />;
}

const PARTS = { input: MessageField } as unknown as NonNullable<SenderProps["components"]>;
