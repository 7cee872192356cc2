import { Button } from "antd";
import { Hand } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { InterruptData } from "../data/wire";
import { useTexts } from "../i18n/texts";
import { BusyButton } from "../ui/BusyButton";
import { ErrorPanel } from "../ui/ErrorPanel";
import { Field, TextArea } from "../ui/Field";
import { FieldInput } from "./FieldInput";
import { questionOf, valuesOf } from "./fields";

interface Props {
  interrupt: InterruptData;
  /** Sends the answer; what it throws is shown. */
  onAnswer: (data: string) => Promise<void>;
}

/** What a waiting run asks, and the form that answers it. To be keyed by the event, so that the next question starts empty. */
export function AnswerForm({ interrupt, onAnswer }: Props) {
  const t = useTexts();
  const question = questionOf(interrupt.type, interrupt.data);
  const [typed, setTyped] = useState("");
  const [values, setValues] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const given = valuesOf(question.fields, values);

  async function answer(data: string) {
    setBusy(true);
    setError(undefined);
    try {
      await onAnswer(data);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  }

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (busy) return;
    if (question.fields.length > 0) {
      if (Object.keys(given.problems).length === 0) void answer(JSON.stringify(given.values));
    } else if (typed.trim() !== "") void answer(typed);
  }

  return (
    <section className="asked" aria-label={t("run.asked")}>
      <h2>
        <Hand size={16} aria-hidden="true" className="is-warning" /> {t("run.asked")}
      </h2>
      {question.text && <p className="asked-text">{question.text}</p>}
      {question.options.length > 0 ? (
        <div className="row" role="group" aria-label={t("run.options")}>
          {question.options.map((option) => (
            <Button key={option} disabled={busy} onClick={() => void answer(option)}>
              {option}
            </Button>
          ))}
        </div>
      ) : (
        <form className="form asked-form" onSubmit={onSubmit} noValidate>
          {question.fields.length > 0 ? (
            question.fields.map((field) => (
              <FieldInput
                key={field.name}
                field={field}
                value={values[field.name]}
                problem={tried ? given.problems[field.name] : undefined}
                onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
              />
            ))
          ) : (
            <Field label={t("run.answer")} error={tried && typed.trim() === "" ? t("run.field.missing") : undefined}>
              {(ids) => <TextArea {...ids} rows={1} value={typed} onChange={(event) => setTyped(event.target.value)} />}
            </Field>
          )}
          <div className="row">
            <BusyButton type="primary" htmlType="submit" busy={busy}>
              {t("run.answer.send")}
            </BusyButton>
          </div>
        </form>
      )}
      {error !== undefined && <ErrorPanel error={error} />}
    </section>
  );
}
