import { type TextKey, useTexts } from "../i18n/texts";
import { Field as Labelled, TextArea, TextInput } from "../ui/Field";
import { type Field, isJson, isText } from "./fields";

interface Props {
  field: Field;
  value: string | undefined;
  problem?: TextKey | undefined;
  onChange: (value: string) => void;
}

/** A control for a value of a canvas: text, number, yes or no, JSON. */
export function FieldInput({ field, value, problem, onChange }: Props) {
  const t = useTexts();
  const shown = value ?? field.preset;
  const hint = field.description || (field.assist > 0 ? t("run.field.file") : isJson(field) ? t("run.field.json") : undefined);
  return (
    <Labelled label={field.name} hint={hint} error={problem && t(problem)} optional={!field.required}>
      {(ids) =>
        field.type === "boolean" ? (
          <select {...ids} className="input" value={shown} onChange={(event) => onChange(event.target.value)}>
            <option value="">–</option>
            <option value="true">true</option>
            <option value="false">false</option>
          </select>
        ) : isText(field) || isJson(field) ? (
          <TextArea {...ids} rows={isJson(field) ? 3 : 1} spellCheck={!isJson(field)} className={isJson(field) ? "mono" : ""} value={shown} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <TextInput {...ids} inputMode={field.type === "integer" ? "numeric" : "decimal"} value={shown} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </Labelled>
  );
}
