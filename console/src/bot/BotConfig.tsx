import { Switch } from "antd";
import { Plus, X } from "lucide-react";
import { useId } from "react";
import { useTexts } from "../i18n/texts";
import { Field, length, TextArea, TextInput } from "../ui/Field";
import { type BotFields, LIMIT } from "./bot.api";
import { ModelSelect } from "./ModelSelect";

interface Props {
  fields: BotFields;
  edit: (change: Partial<BotFields>) => void;
}

/** What the agent is: every field edits the draft. */
export function BotConfig({ fields, edit }: Props) {
  const t = useTexts();
  const suggest = useId();
  return (
    <div className="config form">
      <section className="config-section" aria-label={t("bot.section.persona")}>
        <Field
          label={t("bot.name")}
          length={{ count: length(fields.name), max: LIMIT.name }}
          error={fields.name.trim() === "" ? t("bot.name.missing") : undefined}
        >
          {(ids) => <TextInput {...ids} value={fields.name} onChange={(event) => edit({ name: event.target.value })} />}
        </Field>
        <Field
          label={t("bot.prompt")}
          hint={fields.prompt === "" ? t("bot.prompt.hint") : undefined}
          length={{ count: length(fields.prompt), max: LIMIT.prompt }}
        >
          {(ids) => (
            <TextArea
              {...ids}
              rows={10}
              className="prompt"
              value={fields.prompt}
              onChange={(event) => edit({ prompt: event.target.value })}
            />
          )}
        </Field>
        <ModelSelect value={fields.model} onChange={(model) => edit({ model })} />
        <Field optional label={t("bot.description")} length={{ count: length(fields.description), max: LIMIT.description }}>
          {(ids) => (
            <TextArea {...ids} rows={2} value={fields.description} onChange={(event) => edit({ description: event.target.value })} />
          )}
        </Field>
      </section>
      <section className="config-section" aria-labelledby={`${suggest}-opening`}>
        <h2 id={`${suggest}-opening`}>{t("bot.section.opening")}</h2>
        <Field
          optional
          label={t("bot.prologue")}
          hint={t("bot.prologue.hint", { name: "{{user_name}}" })}
          length={{ count: length(fields.prologue), max: LIMIT.prologue }}
        >
          {(ids) => (
            <TextArea {...ids} rows={2} value={fields.prologue} onChange={(event) => edit({ prologue: event.target.value })} />
          )}
        </Field>
        <Questions questions={fields.questions} onChange={(questions) => edit({ questions })} />
      </section>
      <section className="config-section" aria-labelledby={`${suggest}-answers`}>
        <h2 id={`${suggest}-answers`}>{t("bot.section.answers")}</h2>
        <div className="switch-row">
          <div>
            <label htmlFor={suggest}>{t("bot.suggest")}</label>
            <p className="field-help" id={`${suggest}-help`}>
              {t("bot.suggest.hint")}
            </p>
          </div>
          <Switch
            id={suggest}
            aria-describedby={`${suggest}-help`}
            checked={fields.suggest}
            onChange={(on) => edit({ suggest: on })}
          />
        </div>
      </section>
    </div>
  );
}

function Questions({ questions, onChange }: { questions: string[]; onChange: (questions: string[]) => void }) {
  const t = useTexts();
  return (
    <fieldset className="field plain">
      <legend>{t("bot.questions")}</legend>
      {questions.map((question, at) => {
        const tooLong = length(question) > LIMIT.question;
        return (
          <div key={at} className="question-field">
            <TextInput
              aria-label={t("bot.question", { count: at + 1 })}
              aria-invalid={tooLong}
              autoFocus={question === "" && at === questions.length - 1}
              value={question}
              onChange={(event) => onChange(questions.map((one, index) => (index === at ? event.target.value : one)))}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t("bot.question.remove", { count: at + 1 })}
              title={t("bot.question.remove", { count: at + 1 })}
              onClick={() => onChange(questions.filter((_, index) => index !== at))}
            >
              <X size={16} />
            </button>
            {tooLong && (
              <p className="field-help is-error" role="alert">
                {t("ui.tooLong", { max: LIMIT.question })}
              </p>
            )}
          </div>
        );
      })}
      <button type="button" className="text-button" onClick={() => onChange([...questions, ""])}>
        <Plus size={16} aria-hidden="true" /> {t("bot.question.add")}
      </button>
    </fieldset>
  );
}
