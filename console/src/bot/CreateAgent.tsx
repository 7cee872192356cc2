import { Button, Drawer } from "antd";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { asFailure } from "../data/call";
import { useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Field, length, TextArea, TextInput } from "../ui/Field";
import { type BotFields, createBot, LIMIT } from "./bot.api";
import { ModelSelect } from "./ModelSelect";

const NEW: BotFields = { name: "", description: "", prompt: "", model: "", prologue: "", questions: [], suggest: true };

/** The panel that makes an agent. */
export default function CreateAgent({ space, onClose }: { space: string; onClose: () => void }) {
  const t = useTexts();
  const navigate = useNavigate();
  const [fields, setFields] = useState(NEW);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (change: Partial<BotFields>) => setFields((before) => ({ ...before, ...change }));

  const lengths = { name: length(fields.name), prompt: length(fields.prompt), prologue: length(fields.prologue) };
  const nameProblem = fields.name.trim() === "" ? t("bot.name.missing") : undefined;
  const tooLong = lengths.name > LIMIT.name || lengths.prompt > LIMIT.prompt || lengths.prologue > LIMIT.prologue;
  const failure = error === undefined ? undefined : asFailure(error);

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (nameProblem || tooLong || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      const id = await createBot(space, fields);
      await navigate(`/space/${space}/bot/${id}`);
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  }

  return (
    <Drawer
      open
      title={t("bot.create")}
      size={480}
      onClose={onClose}
      closable={{ "aria-label": t("ui.close") }}
      mask={{ blur: false }}
      footer={
        <div className="row row-end">
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <BusyButton type="primary" htmlType="submit" form="create-agent" busy={busy}>
            {t("ui.create")}
          </BusyButton>
        </div>
      }
    >
      <form id="create-agent" className="form" noValidate onSubmit={(event) => void onSubmit(event)}>
        {failure && !failure.field && <ErrorPanel error={failure} />}
        <Field
          label={t("bot.name")}
          length={{ count: lengths.name, max: LIMIT.name }}
          error={(tried ? nameProblem : undefined) ?? (failure?.field === "name" ? failure.msg : undefined)}
        >
          {(ids) => (
            <TextInput {...ids} autoFocus value={fields.name} onChange={(event) => set({ name: event.target.value })} />
          )}
        </Field>
        <Field label={t("bot.prompt")} hint={t("bot.prompt.hint")} length={{ count: lengths.prompt, max: LIMIT.prompt }}>
          {(ids) => (
            <TextArea {...ids} rows={7} value={fields.prompt} onChange={(event) => set({ prompt: event.target.value })} />
          )}
        </Field>
        <ModelSelect adopt value={fields.model} onChange={(model) => set({ model })} />
        <Field
          optional
          label={t("bot.prologue")}
          hint={t("bot.prologue.hint", { name: "{{user_name}}" })}
          length={{ count: lengths.prologue, max: LIMIT.prologue }}
        >
          {(ids) => (
            <TextArea {...ids} rows={2} value={fields.prologue} onChange={(event) => set({ prologue: event.target.value })} />
          )}
        </Field>
      </form>
    </Drawer>
  );
}
